"""Reading the record of queries back: the newest first, by person, outcome and day, page by page.

Files that were turned over are read like the one in use; a file is only opened when what is sought
may stand in it. Days are Beijing's.
"""

from __future__ import annotations

import datetime as dt
import itertools
import json
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from warehouse.paths import DataPaths
from warehouse.querylog import BAD, CANCELLED, FAILED, FILE, FINE, LIMIT, REFUSED, QueryLog

OUTCOMES = (FINE, BAD, LIMIT, REFUSED, CANCELLED, FAILED)
BEIJING = dt.timezone(dt.timedelta(hours=8))


@dataclass(frozen=True)
class Record:
    """One query that was asked; `at` is in Beijing time, `limit` the limit it hit."""

    at: dt.datetime
    who: str
    version: str
    edition: str
    outcome: str
    limit: str | None
    seconds: float
    rows: int | None
    sha256: str
    params: tuple[tuple[str, str], ...]
    sql: str


@dataclass(frozen=True)
class Sought:
    """What is looked for; what is left out is not narrowed."""

    who: str | None = None
    outcome: str | None = None
    day: dt.date | None = None

    def holds(self, one: Record) -> bool:
        """Whether the record is one of those."""
        return (
            self.who in (None, one.who)
            and self.outcome in (None, one.outcome)
            and self.day in (None, one.at.date())
        )

    def may_hold(self, line: bytes) -> bool:
        """Whether the line can be one of those: most are told apart without being parsed."""
        said = {"who": self.who, "outcome": self.outcome}
        return all(_written(key, value) in line for key, value in said.items() if value is not None)


def _written(key: str, value: str) -> bytes:
    """As the record writes it (querylog: one line of JSON, characters as they are)."""
    text = json.dumps({key: value}, ensure_ascii=False)[1:-1]
    return text.encode("utf-8", "backslashreplace")


@dataclass(frozen=True)
class Page:
    """Some records, the newest first; `has_more`: there are older ones."""

    records: tuple[Record, ...]
    has_more: bool


def page(paths: DataPaths, sought: Sought, start: int, count: int) -> Page:
    """`count` records from `start` on, counted from 0, the newest first; OSError when the record
    cannot be read."""
    found = itertools.islice(records(paths, sought), start, start + count + 1)
    shown = tuple(found)
    return Page(shown[:count], len(shown) > count)


def records(paths: DataPaths, sought: Sought | None = None) -> Iterator[Record]:
    """Every record that is kept and sought, the newest first; what is no record is left out."""
    wanted = sought or Sought()
    log = QueryLog(paths)
    for file in log.files():
        if wanted.day is not None and _ended_before(file, wanted.day):
            continue
        for line in log.lines_of(file, wanted.may_hold):
            one = _record(line)
            if one is not None and wanted.holds(one):
                yield one


def stamp(paths: DataPaths) -> tuple[tuple[str, int], ...]:
    """Changes whenever the record does: its files with their sizes."""
    return tuple((file.name, file.stat().st_size) for file in QueryLog(paths).files())


def _ended_before(file: Path, day: dt.date) -> bool:
    """Whether the file was turned over before the day began, as its name says."""
    if file.name == FILE:
        return False
    try:
        ended = dt.datetime.strptime(f"{file.stem}+0000", "queries-%Y%m%dT%H%M%S%fZ%z")
    except ValueError:
        return False
    return ended.astimezone(BEIJING).date() < day


def _record(line: dict[str, Any]) -> Record | None:
    try:
        at = dt.datetime.fromisoformat(line["at"]).astimezone(BEIJING)
        params = tuple((str(name), str(value)) for name, value in line["params"].items())
        known = {part.name: line[part.name] for part in fields(Record)}
        return Record(**{**known, "at": at, "params": params})
    except (KeyError, TypeError, ValueError, AttributeError):
        return None  # another program's line: the record is text that anybody may have mended

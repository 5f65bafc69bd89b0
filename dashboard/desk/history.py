"""What a person asked last, out of the record of all queries."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

MOST = 30
"""How many are shown."""
LINES = 20_000
"""How far back the record is gone through, whoever asked."""


@dataclass(frozen=True)
class Asked:
    """One text, as it was asked last; `at` is ISO 8601 in UTC, `outcome` a word of the record.

    `is_whole`: the record holds the whole text (of a very long one only the beginning).
    """

    at: str
    sql: str
    outcome: str
    seconds: float
    rows: int | None
    is_whole: bool


def last(who: str, lines: Iterable[Mapping[str, Any]]) -> list[Asked]:
    """The person's last texts, the newest first, each once; plans are left out.

    `lines` is the record, the newest first.
    """
    found: dict[str, Asked] = {}
    for line in islice(lines, LINES):
        if line.get("who") != who or line.get("is_explained") or line["sha256"] in found:
            continue
        found[line["sha256"]] = _asked(line)
        if len(found) == MOST:
            break
    return list(found.values())


def _asked(line: Mapping[str, Any]) -> Asked:
    sql = str(line["sql"])
    digest = hashlib.sha256(sql.encode("utf-8", "surrogatepass")).hexdigest()
    return Asked(
        at=str(line["at"]),
        sql=sql,
        outcome=str(line["outcome"]),
        seconds=float(line["seconds"]),
        rows=line["rows"],
        is_whole=digest == line["sha256"],
    )

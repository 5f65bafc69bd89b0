"""The mistakes that the demonstration makes on purpose, cell by cell, from `planted.csv`.

A mistake stands in the returns from `since` to `until` (one week when both are equal). `rule` and
`level` are what checking must say about it, `found_at` the column it must point at; without a rule
nothing is said of it: it is part of another mistake, or a figure that is merely wrong, which no
check of one file can see and a later correction puts right.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache

from etl.contract import Contract
from etl.forms.workbook import Row
from etl.sample.story import table

CELL, DUPLICATE = "cell", "duplicate"


@dataclass(frozen=True)
class Mistake:
    """One planted mistake. `key` is the row's key, parts joined by a slash.

    kind `cell` replaces a cell's content with `value` (empty: blanks it), `duplicate` writes the
    row a second time.
    """

    source: str
    unit: str
    since: dt.date
    until: dt.date
    key: str
    kind: str
    column: str
    value: str
    rule: str
    level: str
    found_at: str
    note: str

    def stands_in(self, source: str, unit: str, as_of: dt.date) -> bool:
        """True when the mistake is made in this return."""
        return (self.source, self.unit) == (source, unit) and self.since <= as_of <= self.until


@cache
def mistakes() -> tuple[Mistake, ...]:
    """All planted mistakes."""
    return tuple(
        Mistake(
            source=row["source"],
            unit=row["unit_code"],
            since=dt.date.fromisoformat(row["since"]),
            until=dt.date.fromisoformat(row["until"]),
            key=row["key"],
            kind=row["kind"],
            column=row["column"],
            value=row["value"],
            rule=row["rule"],
            level=row["level"],
            found_at=row["found_at"],
            note=row["note"],
        )
        for row in table("planted")
    )


def planted_in(source: str, unit: str, as_of: dt.date) -> tuple[Mistake, ...]:
    """The mistakes of one return of one source."""
    return tuple(m for m in mistakes() if m.stands_in(source, unit, as_of))


def row_key(contract: Contract, row: Row) -> str:
    """A row's key as planted.csv writes it."""
    return "/".join(str(row[name]) for name in contract.key)


def with_mistakes(contract: Contract, unit: str, as_of: dt.date, rows: list[Row]) -> list[Row]:
    """The rows with the planted mistakes made; KeyError when a mistake's row does not exist."""
    found = planted_in(contract.name, unit, as_of)
    if not found:
        return rows
    changed = list(rows)
    places = {row_key(contract, row): n for n, row in enumerate(rows)}
    for mistake in found:
        place = places[mistake.key]
        if mistake.kind == DUPLICATE:
            changed.append(changed[place])
        else:
            changed[place] = {**changed[place], mistake.column: _cell(contract, mistake)}
    return changed


def _cell(contract: Contract, mistake: Mistake) -> object:
    """The planted content as a person would have typed it: date, number or text."""
    text, kind = mistake.value, contract.column(mistake.column).type
    if text == "":
        return None
    try:
        if kind == "date":
            return dt.date.fromisoformat(text)
        if kind in ("integer", "number"):
            return float(text) if "." in text else int(text)
    except ValueError:
        return text
    return text

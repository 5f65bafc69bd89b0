"""What 核数 asks the warehouse: how each metric is said, and what it was in an area and week."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from dashboard.read import Value, per_version, value
from warehouse.read import Warehouse

PERCENT = "%"


@dataclass(frozen=True)
class Said:
    """A metric as texts say it: its own title and phrase, and the other wordings declared."""

    metric: str
    title: str
    unit: str
    phrase: str | None
    wordings: tuple[str, ...]
    has_denominator: bool


@per_version
def said(warehouse: Warehouse) -> tuple[Said, ...]:
    """Every metric that the edition holds, by name."""
    rows = warehouse.rows(
        "select metric, title, unit, phrase, wordings, has_denominator"
        " from metrics.definition order by metric"
    )
    return tuple(Said(m, t, u, p, tuple(w or ()), d) for m, t, u, p, w, d in rows)


@per_version
def synonyms(warehouse: Warehouse) -> dict[str, tuple[str, ...]]:
    """A word of the wordings -> the words that mean the same."""
    rows = warehouse.rows("select title, aliases from codes.synonym order by sort, code")
    return {title: tuple(aliases.split("|")) for title, aliases in rows if aliases}


def part(version: str, metric: str, name: str, area: str, as_of: date) -> Decimal | None:
    """numerator, denominator or value as the metric's unit has it (a rate in percent); None where
    there is no row, or the part is null."""
    found = value(version, metric, area, as_of)
    number = None if found is None else getattr(found, name)
    if number is None:
        return None
    exact = Decimal(repr(float(number)))
    is_share = name == "value" and found is not None and found.denominator is not None
    return exact.scaleb(2) if is_share and _is_percent(version, metric) else exact


def _is_percent(version: str, metric: str) -> bool:
    return any(one.metric == metric and one.unit == PERCENT for one in said(version))


def returns(version: str, metric: str, area: str, as_of: date) -> Value | None:
    """The row itself, with how many units reported."""
    return value(version, metric, area, as_of)

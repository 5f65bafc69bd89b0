"""What 核数 asks the warehouse: how each metric is said, and what it was in an area and week."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from dashboard.read import Value, per_version, value
from warehouse.read import Warehouse

PERCENT = "%"
COUNTS = "marts.bulletin_count"
_CITY = "city"
_BETWEEN = "；"  # several wordings in one cell of the code list


@dataclass(frozen=True)
class Said:
    """A metric as texts say it: its own title and phrase, and the other wordings declared.

    `is_count`: no metric but a count of COUNTS, which has no page of its own; `of_city`: a count
    that only the city has.
    """

    metric: str
    title: str
    unit: str
    phrase: str | None
    wordings: tuple[str, ...]
    has_denominator: bool
    is_count: bool = False
    of_city: bool = False


@per_version
def said(warehouse: Warehouse) -> tuple[Said, ...]:
    """Every metric that the edition holds, by name, then every count of COUNTS."""
    rows = warehouse.rows(
        "select metric, title, unit, phrase, wordings, has_denominator"
        " from metrics.definition order by metric"
    )
    metrics = [Said(m, t, u, p, tuple(w or ()), d) for m, t, u, p, w, d in rows]
    if warehouse.lacks(COUNTS):
        return tuple(metrics)
    counts = warehouse.rows(
        "select code, title, unit, level, wordings from codes.bulletin_count order by sort, code"
    )
    return (
        *metrics,
        *(
            Said(
                code,
                title,
                unit,
                None,
                tuple(filter(None, (w or "").split(_BETWEEN))),
                False,
                is_count=True,
                of_city=level == _CITY,
            )
            for code, title, unit, level, w in counts
        ),
    )


@per_version
def synonyms(warehouse: Warehouse) -> dict[str, tuple[str, ...]]:
    """A word of the wordings -> the words that mean the same."""
    rows = warehouse.rows("select title, aliases from codes.synonym order by sort, code")
    return {title: tuple(aliases.split("|")) for title, aliases in rows if aliases}


@per_version
def counts(warehouse: Warehouse, as_of: date) -> dict[tuple[str, str], float]:
    """(count, area) -> how many, of COUNTS in the week."""
    rows = warehouse.rows(
        "select bulletin_count, area_code, amount from marts.bulletin_count where as_of = ?",
        [as_of],
    )
    return {(count, area): amount for count, area, amount in rows}


@per_version
def by_name(warehouse: Warehouse) -> dict[str, Said]:
    """All of them by name."""
    return {one.metric: one for one in said(warehouse.version)}


def part(version: str, metric: str, name: str, area: str, as_of: date) -> Decimal | None:
    """numerator, denominator or value as the metric's unit has it (a rate in percent); None where
    there is no row, or the part is null."""
    known = by_name(version).get(metric)
    if known is None:
        return None
    if known.is_count:
        counted = counts(version, as_of).get((metric, area))
        return None if counted is None else Decimal(repr(counted))
    found = value(version, metric, area, as_of)
    number = None if found is None else getattr(found, name)
    if number is None:
        return None
    exact = Decimal(repr(float(number)))
    is_share = name == "value" and found is not None and found.denominator is not None
    return exact.scaleb(2) if is_share and known.unit == PERCENT else exact


def returns(version: str, metric: str, area: str, as_of: date) -> Value | None:
    """The row itself, with how many units reported."""
    return value(version, metric, area, as_of)

"""The read API of metrics: value, series, by_area, definition, light. Nothing is divided here."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from warehouse.errors import UnknownName
from warehouse.read import Warehouse

GREEN, YELLOW, RED = "green", "yellow", "red"
EXACT, ROUNDED, EARLIEST = "exact", "rounded", "earliest"
HAIR = 1e-9  # 0.9 x 100 is not quite 90 in binary


# A measure word has one character, but for these.
_DENOMINATOR_UNIT = re.compile(r"\{denominator\}(平方公里|平方米|公里|人次|\w)")


@dataclass(frozen=True)
class Value:
    """One metric in one area and week. `value` is a share of 1 where there is a denominator.

    `data_on`: up to when the returns say anything; a monthly return stands for weeks after it.
    """

    numerator: float
    denominator: float | None
    value: float | None
    units_reported: int
    units_expected: int
    data_on: dt.date


@dataclass(frozen=True)
class Definition:
    """What a metric means: one row of metrics.definition, its JSON unpacked.

    `thresholds` has basis, green, yellow (None: no light); `changes` are dicts with on and text.
    """

    metric: str
    title: str
    unit: str
    direction: str
    additive: bool
    target: float | None
    level: str
    definition: str
    owner: str
    phrase: str | None
    planned_by: str | None
    changes: tuple[Mapping[str, str], ...]
    thresholds: Mapping[str, Any] | None
    sql: str
    has_denominator: bool
    sources: tuple[str, ...]

    @property
    def denominator_unit(self) -> str:
        """What the denominator is counted in, as the metric's own sentence says it; else empty."""
        found = _DENOMINATOR_UNIT.search(self.phrase or "")
        return found.group(1) if found else ""


def value(warehouse: Warehouse, metric: str, area: str, as_of: dt.date) -> Value | None:
    """The metric's parts and value; None where there is no row (无数据)."""
    rows = warehouse.rows(
        "select numerator, denominator, value, units_reported, units_expected, data_on "
        "from metrics.value where metric = ? and area_code = ? and as_of = ?",
        [metric, area, as_of],
    )
    return Value(*rows[0]) if rows else None


def series(
    warehouse: Warehouse, metric: str, area: str, until: dt.date | None = None
) -> pl.DataFrame:
    """as_of, numerator, denominator, value of every week with data up to `until`, ascending."""
    return warehouse.query(
        "select as_of, numerator, denominator, value from metrics.value "
        "where metric = ? and area_code = ? and as_of <= ? order by as_of",
        [metric, area, until or dt.date.max],
    )


def all_series(warehouse: Warehouse, area: str) -> pl.DataFrame:
    """metric, as_of, numerator, denominator, value: every metric of the area, weeks ascending."""
    return warehouse.query(
        "select metric, as_of, numerator, denominator, value from metrics.value "
        "where area_code = ? order by metric, as_of",
        [area],
    )


def by_area(warehouse: Warehouse, parent: str, as_of: dt.date) -> dict[tuple[str, str], Value]:
    """(metric, area_code) -> value of every metric in each area directly below `parent`.

    All metrics at once: a page shows a dozen of them, and the table is read through once.
    """
    rows = warehouse.rows(
        "select v.metric, v.area_code, v.numerator, v.denominator, v.value, "
        "v.units_reported, v.units_expected, v.data_on from metrics.value as v "
        "inner join staging.area as a on a.area_code = v.area_code "
        "where a.parent_code = ? and v.as_of = ?",
        [parent, as_of],
    )
    return {(metric, area): Value(*parts) for metric, area, *parts in rows}


def definition(warehouse: Warehouse, metric: str) -> Definition:
    """What the metric means; UnknownName when the warehouse has none of that name, NotInEdition
    when only its edition has none."""
    columns = ", ".join(Definition.__dataclass_fields__)
    rows = warehouse.rows(f"select {columns} from metrics.definition where metric = ?", [metric])
    if not rows and (lacking := warehouse.lacks(f"metrics.{metric}")):
        raise lacking
    if not rows:
        raise UnknownName(f"没有指标 {metric}；全部指标见 metrics.definition")
    facts = dict(zip(Definition.__dataclass_fields__, rows[0], strict=True))
    facts["changes"] = tuple(json.loads(facts["changes"] or "[]"))
    facts["thresholds"] = json.loads(facts["thresholds"]) if facts["thresholds"] else None
    facts["sources"] = tuple(facts["sources"])
    return Definition(**facts)


def light(meaning: Definition, actual: float | None, planned: float | None) -> str | None:
    """green, yellow, red; None when the metric has no thresholds or there is nothing to judge.

    basis value: `actual` itself against green and yellow. basis plan: against those shares of
    `planned`; with nothing planned yet any actual is green. For a metric that should go down the
    sense is turned round.
    """
    limits = meaning.thresholds
    if limits is None or meaning.direction == "none" or actual is None:
        return None
    scale = 1.0
    if limits["basis"] == "plan":
        if planned is None:
            return None
        scale = planned
    sign = -1 if meaning.direction == "down" else 1
    for colour in (GREEN, YELLOW):
        limit = limits[colour] * scale
        if sign * (actual - limit) >= -HAIR * max(1.0, abs(limit)):
            return colour
    return RED


def weeks(warehouse: Warehouse) -> list[dt.date]:
    """Every week there is data for, as its Sunday, ascending."""
    return [row[0] for row in warehouse.rows("select as_of from staging.week order by as_of")]


def areas(warehouse: Warehouse) -> pl.DataFrame:
    """The area register (staging.area) in customary order."""
    return warehouse.query(
        "select area_code, area_name, short_name, area_level, parent_code, district_code, "
        "street_code, sort_key, tile_row, tile_column from staging.area "
        "order by sort_key, area_code"
    )


def snap_week(warehouse: Warehouse, on: dt.date) -> tuple[dt.date, str]:
    """The newest week on or before `on`, and how it was found.

    `exact`: `on` is that Sunday; `rounded`: rounded down; `earliest`: before the first week, which
    is given instead. UnknownName when there are no weeks.
    """
    known = weeks(warehouse)
    if not known:
        raise UnknownName(
            "库中没有任何统计周；先运行 python -m etl load 和 python -m warehouse build"
        )
    earlier = [week for week in known if week <= on]
    if not earlier:
        return known[0], EARLIEST
    return earlier[-1], EXACT if earlier[-1] == on else ROUNDED

"""Cached reads of the published warehouse: the only module of the dashboard that asks it anything.

Every cache key begins with role and version, so a new warehouse is picked up by the next run and an
old one never answers for it, nor one edition for another. What is returned is shared between
sessions: treat it as read-only.
"""

from __future__ import annotations

import os
import threading
from bisect import bisect_right
from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache, partial, wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

import polars as pl

from dashboard import who
from dashboard.view import Area, Areas, View
from warehouse import metric as metrics
from warehouse.common.audience import FULL
from warehouse.errors import (
    BrokenPointer,
    NoEdition,
    NotInEdition,
    NoWarehouse,
    StrayWal,
    TamperedWarehouse,
    UnknownName,
    WarehouseError,
)
from warehouse.metric import Definition, Value
from warehouse.paths import data_paths
from warehouse.read import VERSION_VARIABLE, Warehouse, open_current, open_version

__all__ = [
    "Definition",
    "NoWarehouse",
    "NotInEdition",
    "UnknownName",
    "Value",
    "Warehouse",
    "WarehouseError",
]

P = ParamSpec("P")
R = TypeVar("R")

UNREADABLE = (
    BrokenPointer,
    NoEdition,
    StrayWal,
    TamperedWarehouse,
)  # published, and not fit to be read
KEPT_VERSIONS = 3  # of each role: a run in flight may still read the version before the newest
CACHED_ANSWERS = 4096  # per version and question; an answer is a few hundred bytes to a few kB

SERIES = {"as_of": pl.Date, "numerator": pl.Float64, "denominator": pl.Float64, "value": pl.Float64}

_versions: dict[tuple[str, str], Warehouse] = {}  # by role and version
# What was asked of each of them, by question: it goes when its version does.
_answers: dict[tuple[str, str], dict[Callable[..., Any], Callable[..., Any]]] = {}
_lock = threading.Lock()


def current() -> Warehouse:
    """The warehouse that is published now, in the edition of the role of whoever looks; a run pins
    it and passes its version on. A process that was told one version stays with it.

    Raises WarehouseError (NoWarehouse when nothing was published yet) with a text fit to show.
    """
    role, told = who.role(), os.environ.get(VERSION_VARIABLE)
    if told and (kept := _versions.get((role, told))) is not None:
        return kept
    paths = data_paths()
    opened = open_version(paths, told, role) if told else open_current(paths, role)
    key = (opened.role, opened.version)
    with _lock:
        pinned = _versions.pop(key, opened)
        _versions[key] = pinned
        of_role = [known for known in _versions if known[0] == opened.role]
        for stale in of_role[:-KEPT_VERSIONS]:
            del _versions[stale]
            _answers.pop(stale, None)
    return pinned


def per_version(
    question: Callable[Concatenate[Warehouse, P], R],
    kept: int = CACHED_ANSWERS,
) -> Callable[Concatenate[str, P], R]:
    """Makes a question to a warehouse one to a version, answered from memory the second time."""

    @wraps(question)
    def answer(version: str, /, *args: P.args, **kwargs: P.kwargs) -> R:
        key = (who.role(), version)
        if key not in _versions:  # an answer on a screen may outlive what is kept here
            role, _ = key
            return question(open_version(data_paths(), version, role), *args, **kwargs)
        if (known := _answers.get(key, {}).get(question)) is None:
            asked = lru_cache(maxsize=kept)(partial(question, _versions[key]))
            known = _answers.setdefault(key, {}).setdefault(question, asked)
        return cast("Callable[P, R]", known)(*args, **kwargs)

    return answer


@per_version
def built_at(warehouse: Warehouse) -> str:
    """When the warehouse was built, ISO 8601 in UTC."""
    frame = warehouse.query("select strftime(built_at, '%Y-%m-%dT%H:%M:%SZ') from meta.version")
    return str(frame.item(0, 0))


@per_version
def areas(warehouse: Warehouse) -> Areas:
    """The area register in customary order."""
    rows = warehouse.query(
        "select area_code, area_name, short_name, area_level, parent_code, tile_row, tile_column"
        " from staging.area order by sort_key, area_code"
    )
    return Areas.of(
        tuple(
            Area(code, name, short or name, level, parent, (row, column) if row else None)
            for code, name, short, level, parent, row, column in rows.iter_rows()
        )
    )


@per_version
def weeks(warehouse: Warehouse) -> tuple[date, ...]:
    """Every Sunday there is data for, ascending."""
    return tuple(metrics.weeks(warehouse))


def view(
    warehouse: Warehouse,
    page: str,
    area: Area,
    as_of: date,
    choices: Mapping[str, str] | None = None,
) -> View:
    """What a run of `page` looks at in the pinned warehouse."""
    version = warehouse.version
    return View(
        page=page,
        version=version,
        data_as_of=warehouse.data_as_of,
        is_demo=warehouse.is_demo,
        built_at=built_at(version),
        areas=areas(version),
        weeks=weeks(version),
        area=area,
        as_of=as_of,
        choices=choices or {},
        role=warehouse.role,
    )


@per_version
def edition_title(warehouse: Warehouse) -> str | None:
    """What the edition that is read is called; None for the full warehouse, which lacks nothing."""
    return None if warehouse.role == FULL else role_title(warehouse.version)


@per_version
def role_title(warehouse: Warehouse) -> str:
    """What the edition that is read is called, the full one too."""
    found = warehouse.query("select title from codes.audience where code = ?", [warehouse.role])
    return str(found.item())


@per_version
def definition(warehouse: Warehouse, metric: str) -> Definition:
    """What the metric means; UnknownName when the warehouse has none of that name."""
    return metrics.definition(warehouse, metric)


@per_version
def _value(warehouse: Warehouse, metric: str, area: str, as_of: date) -> Value | None:
    return metrics.value(warehouse, metric, area, as_of)


@per_version
def _values_below(warehouse: Warehouse, parent: str, as_of: date) -> dict[tuple[str, str], Value]:
    return metrics.by_area(warehouse, parent, as_of)


def value(version: str, metric: str, area: str, as_of: date) -> Value | None:
    """The metric's parts and value for one area and week; None when there is no row.

    Neighbours come along: a page that shows one district usually ranks all of them, and the next
    click leads to one of them.
    """
    known = areas(version).by_code.get(area)
    if known is None or known.parent is None:
        return _value(version, metric, area, as_of)
    return _values_below(version, known.parent, as_of).get((metric, area))


@per_version
def _all_series(warehouse: Warehouse, area: str) -> dict[str, pl.DataFrame]:
    parts = metrics.all_series(warehouse, area).partition_by("metric", as_dict=True)
    return {str(metric): part for (metric,), part in parts.items()}


@per_version
def series(warehouse: Warehouse, metric: str, area: str, until: date) -> pl.DataFrame:
    """as_of, numerator, denominator, value: every week up to `until`."""
    known = _all_series(warehouse.version, area).get(metric)
    if known is None:
        return pl.DataFrame(schema=SERIES)
    # a slice costs nothing; a filter waits for polars' threads, which twenty readers share
    return known.head(bisect_right(known["as_of"].to_list(), until)).drop("metric")


@per_version
def _planned(warehouse: Warehouse, as_of: date) -> dict[tuple[str, str], float]:
    rows = warehouse.query(
        "select metric, area_code, planned from marts.plan_compared where as_of = ?", [as_of]
    )
    return {(metric, area): planned for metric, area, planned in rows.iter_rows()}


def planned(version: str, metric: str, area: str, as_of: date) -> float | None:
    """What the plan asks for by the day up to which the week's figure says anything, as
    marts.delay compares it; None without a plan."""
    return _planned(version, as_of).get((metric, area))


@per_version
def plan(warehouse: Warehouse, metric: str, area: str) -> pl.DataFrame:
    """as_of, planned: the plan week by week, also beyond the last data; empty without a plan."""
    return warehouse.query(
        "select as_of, planned from marts.plan_weekly"
        " where metric = ? and area_code = ? order by as_of",
        [metric, area],
    )


@per_version
def delays(warehouse: Warehouse, as_of: date) -> pl.DataFrame:
    """All rows of marts.delay for the week, those that are not behind included."""
    return warehouse.query(
        "select metric, area_code, actual, planned, gap, is_behind, is_near_plan, behind_since,"
        " days_behind, days_late, is_days_late_minimum, is_since_minimum, total_growth,"
        " responsible_unit from marts.delay where as_of = ?",
        [as_of],
    )


@per_version
def near_plan(warehouse: Warehouse) -> str:
    """When what is behind counts as near its plan, in words: `差距不到计划的2%`."""
    return str(warehouse.query("select rule from marts.delay_rule").item())


@per_version
def missing_returns(warehouse: Warehouse, as_of: date) -> pl.DataFrame:
    """source, title, unit_code, used_as_of, weeks_stale of every return that is due and not in."""
    return warehouse.query(
        "select r.source, s.title, r.unit_code, r.used_as_of, r.weeks_stale"
        " from staging.unit_return as r inner join meta.source as s on s.source = r.source"
        " where r.as_of = ? and r.is_expected and not r.is_reported order by r.unit_code, s.title",
        [as_of],
    )


@per_version
def stale_returns(warehouse: Warehouse, as_of: date) -> dict[tuple[str, str], tuple[date, int]]:
    """By unit and source: the date of the return that is carried on, and how many weeks old it is.

    Only what is overdue: a monthly return of two weeks ago is this month's.
    """
    rows = warehouse.query(
        "select unit_code, source, carried_from, weeks_stale from staging.unit_return"
        " where as_of = ? and carried_from is not null order by unit_code, source",
        [as_of],
    )
    return {(unit, source): (since, weeks) for unit, source, since, weeks in rows.iter_rows()}


@per_version
def has_reported(warehouse: Warehouse, unit: str, sources: tuple[str, ...], as_of: date) -> bool:
    """Whether no return of `sources` that the unit owes this week is missing."""
    missing = warehouse.query(
        "select source from staging.unit_return"
        " where unit_code = ? and as_of = ? and is_expected and not is_reported",
        [unit, as_of],
    )
    return missing.filter(pl.col("source").is_in(sources)).is_empty()


@per_version
def expected_returns(warehouse: Warehouse, as_of: date) -> pl.DataFrame:
    """unit_code, expected, reported: how many returns each unit owes this week and has sent."""
    return warehouse.query(
        "select unit_code, count(*) as expected,"
        " count(*) filter (where is_reported) as reported"
        " from staging.unit_return where as_of = ? and is_expected group by unit_code",
        [as_of],
    )


@per_version
def source_titles(warehouse: Warehouse) -> dict[str, str]:
    """What each source is called."""
    return dict(warehouse.query("select source, title from meta.source").iter_rows())


@per_version
def unit_titles(warehouse: Warehouse) -> dict[str, str]:
    """What each reporting unit is called."""
    return dict(warehouse.query("select code, title from codes.unit").iter_rows())


@per_version
def level_titles(warehouse: Warehouse) -> dict[str, str]:
    """What each area level is called."""
    return dict(warehouse.query("select code, title from codes.area_level").iter_rows())


def level_title(version: str, level: str) -> str:
    """What an area level is called; its code when the list lacks it."""
    return level_titles(version).get(level, level)


def light(definition: Definition, actual: float | None, planned: float | None) -> str | None:
    """green, yellow, red; None when the metric has no thresholds or nothing is to be judged."""
    return metrics.light(definition, actual, planned)


def snap(version: str, on: date) -> date:
    """The Sunday of the newest week with data on or before `on`."""
    sunday, _ = metrics.snap_week(_versions[who.role(), version], on)
    return sunday

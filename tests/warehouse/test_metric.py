"""The read API of metrics."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from tests.warehouse.conftest import Place
from tests.warehouse.small import CITY, FILES, FIRST, LAOSHAN, SECOND, SHINAN
from warehouse.errors import UnknownName
from warehouse.metric import (
    Definition,
    all_series,
    areas,
    by_area,
    definition,
    light,
    series,
    snap_week,
    value,
    weeks,
)


def test_a_value_carries_its_parts_and_who_reported(shared: Place) -> None:
    found = value(shared.open(), "done_rate", CITY, SECOND)
    assert found is not None
    assert (found.numerator, found.denominator, found.value) == (6.0, 12.0, 0.5)
    assert (found.units_reported, found.units_expected) == (2, 2)


@pytest.mark.parametrize(
    ("metric", "area", "week"),
    [
        ("nope", CITY, SECOND),
        ("done_rate", "370299", SECOND),
        ("done_rate", CITY, dt.date(2020, 1, 5)),
    ],
)
def test_no_row_is_no_value(shared: Place, metric: str, area: str, week: dt.date) -> None:
    assert value(shared.open(), metric, area, week) is None


def test_a_series_ends_at_the_week_asked_for(shared: Place) -> None:
    both = series(shared.open(), "done_rate", LAOSHAN)
    assert both.rows() == [(FIRST, 3.0, 8.0, 0.375), (SECOND, 5.0, 8.0, 0.625)]
    assert series(shared.open(), "done_rate", LAOSHAN, until=FIRST).height == 1


def test_all_metrics_of_the_areas_below_come_at_once(shared: Place) -> None:
    warehouse = shared.open()
    found = by_area(warehouse, CITY, SECOND)
    assert {area for _, area in found} == {SHINAN, LAOSHAN}
    for (metric, area), known in found.items():
        assert known == value(warehouse, metric, area, SECOND)
    assert found["done_rate", LAOSHAN].value == 0.625
    assert by_area(warehouse, CITY, dt.date(2020, 1, 5)) == {}


def test_all_series_of_an_area_are_the_single_ones(shared: Place) -> None:
    warehouse = shared.open()
    every = all_series(warehouse, LAOSHAN)
    for (metric,), part in every.partition_by("metric", as_dict=True).items():
        assert part.drop("metric").rows() == series(warehouse, metric, LAOSHAN).rows()
    assert "done_rate" in every["metric"]


def test_a_definition_is_unpacked(shared: Place) -> None:
    found = definition(shared.open(), "done_rate")
    assert (found.title, found.unit, found.has_denominator) == ("完成率", "%", True)
    assert found.sources == ("tally",)
    assert found.changes == ()
    assert found.sql.startswith("select t.area_code")


@pytest.mark.parametrize(
    ("phrase", "unit"),
    [
        ("承担普查任务{denominator}项，完成{numerator}项", "项"),
        ("{denominator}个社区中{numerator}个配备", "个"),
        ("面积{denominator}平方米，可容纳{numerator}人", "平方米"),
        ("完成{numerator}项", ""),
        (None, ""),
    ],
)
def test_what_the_whole_is_counted_in_stands_in_the_metrics_sentence(
    shared: Place, phrase: str | None, unit: str
) -> None:
    found = replace(definition(shared.open(), "done_rate"), phrase=phrase)
    assert found.denominator_unit == unit


def test_an_unknown_metric_is_named(shared: Place) -> None:
    with pytest.raises(UnknownName, match="没有指标 nope"):
        definition(shared.open(), "nope")


def test_weeks_and_areas(shared: Place) -> None:
    assert weeks(shared.open()) == [FIRST, SECOND]
    assert areas(shared.open())["area_code"].to_list() == [CITY, SHINAN, LAOSHAN]


@pytest.mark.parametrize(
    ("asked", "week", "how"),
    [
        (SECOND, SECOND, "exact"),
        (SECOND + dt.timedelta(3), SECOND, "rounded"),
        (SECOND - dt.timedelta(1), FIRST, "rounded"),
        (dt.date(2020, 1, 1), FIRST, "earliest"),
    ],
)
def test_a_date_is_rounded_down_to_its_week(
    shared: Place, asked: dt.date, week: dt.date, how: str
) -> None:
    assert snap_week(shared.open(), asked) == (week, how)


@pytest.fixture
def meaning(shared: Place) -> Definition:
    return definition(shared.open(), "done_rate")


def lit(basis: str, meaning: Definition, direction: str = "up", green: float = 1.0) -> Definition:
    limits = {"basis": basis, "green": green, "yellow": 0.9 if direction == "up" else green + 10}
    return replace(meaning, thresholds=limits, direction=direction)


@pytest.mark.parametrize(
    ("actual", "planned", "colour"),
    [(84, 84, "green"), (76, 84, "yellow"), (75, 84, "red"), (5, 0, "green"), (5, None, None)],
)
def test_a_light_against_the_plan(
    meaning: Definition, actual: float, planned: float | None, colour: str | None
) -> None:
    assert light(lit("plan", meaning), actual, planned) == colour


def test_a_light_against_the_value_is_not_fooled_by_binary_fractions(meaning: Definition) -> None:
    thirds = lit("value", meaning, green=0.3)
    assert light(thirds, 0.1 + 0.2, None) == "green"
    assert light(thirds, 0.3 - 1e-12, None) == "green"


def test_for_what_should_fall_less_is_better(meaning: Definition) -> None:
    overdue = lit("value", meaning, "down", green=0)
    assert [light(overdue, n, None) for n in (0, 10, 11)] == ["green", "yellow", "red"]


def test_no_light_without_thresholds_direction_or_value(meaning: Definition) -> None:
    assert light(meaning, 1.0, 1.0) is None
    assert light(lit("value", meaning, "none"), 1.0, None) is None
    assert light(lit("value", meaning), None, None) is None


def test_dated_changes_of_a_definition_come_with_it_in_the_order_written(place: Place) -> None:
    changed = FILES["metrics/done_rate.sql"].replace(
        "*/",
        'changes = [{on = 2021-03-14, text = "分母改为“应查数”"}, '
        '{on = 2021-04-18, text = "县级自检不再计入"}]\n*/',
        1,
    )
    place.sql({"metrics/done_rate.sql": changed})
    place.build()
    assert definition(place.open(), "done_rate").changes == (
        {"on": "2021-03-14", "text": "分母改为“应查数”"},
        {"on": "2021-04-18", "text": "县级自检不再计入"},
    )
    assert definition(place.open(), "spent_yuan").changes == ()

"""The demonstration's census returns hang together, week by week."""

import datetime as dt
from itertools import pairwise

import pytest

from etl.sample.areas import districts
from etl.sample.census import catalogue_by_code, return_rows
from etl.sample.story import story

UNITS = tuple(districts())
BULLETIN = dt.date(2021, 3, 21)
CUMULATIVE = (
    "listed_objects",
    "collected_objects",
    "proofread_objects",
    "inspected_objects",
    "returned_objects",
    "corrected_objects",
    "passed_objects",
    "submitted_objects",
    "documents",
)


@pytest.mark.parametrize("unit", UNITS)
def test_no_count_ever_falls(unit):
    for before, after in pairwise(story().weeks):
        earlier = {row["task_code"]: row for row in return_rows(unit, before)}
        for row in return_rows(unit, after):
            old = earlier.get(row["task_code"])
            if old is not None:
                assert all(row[name] >= old[name] for name in CUMULATIVE), (after, row, old)


@pytest.mark.parametrize("unit", UNITS)
def test_no_step_overtakes_the_one_before(unit):
    for week in story().weeks:
        for row in return_rows(unit, week):
            assert (
                row["required_objects"]
                >= row["collected_objects"]
                >= row["proofread_objects"]
                >= row["inspected_objects"]
                >= row["returned_objects"]
                >= row["corrected_objects"]
            )
            assert row["submitted_objects"] <= row["passed_objects"]


def test_the_pilot_has_done_all_it_was_assigned_when_the_bulletin_appears():
    rows = return_rows(story().pilot_unit, BULLETIN)
    categories = {catalogue_by_code()[row["task_code"]]["category_name"] for row in rows}
    assert (len(rows), len(categories)) == (84, 32)
    assert all(row["submitted_objects"] == row["required_objects"] for row in rows)
    assert sum(row["documents"] for row in rows) == 96


def test_the_pilots_denominator_grows_by_four_tasks():
    since = story().growing["since"]
    week = dt.timedelta(days=7)
    assert len(return_rows(story().pilot_unit, since - week)) == 84
    assert len(return_rows(story().pilot_unit, since)) == 88


def test_one_district_loses_part_of_its_denominator():
    plan = story().shrinking
    week = dt.timedelta(days=7)
    before, after = (
        {r["task_code"]: r["required_objects"] for r in return_rows(plan["unit"], day)}
        for day in (plan["since"] - week, plan["since"])
    )
    assert {code for code in before if after[code] < before[code]} == set(plan["tasks"])


def test_the_stalled_district_stops_and_no_other_does():
    def total(unit, day):
        return sum(row["collected_objects"] for row in return_rows(unit, day))

    stopped = story().stalled["last_moving_week"]
    still = [unit for unit in UNITS if total(unit, stopped) == total(unit, story().last_week)]
    assert still == [story().stalled["unit"]]


def test_the_catalogue_adds_only_marked_examples_to_the_published_tasks():
    published = [t for t in catalogue_by_code().values() if t["is_example"] == "否"]
    added = [t for t in catalogue_by_code().values() if t["is_example"] == "是"]
    assert (len(published), len(added)) == (93, 5)
    assert all(t["task_name"].startswith("示例") for t in added)

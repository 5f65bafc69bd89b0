"""Row-level records and sampling checks agree with the returns they belong to."""

import pytest

from etl.sample.areas import communities, districts
from etl.sample.census import return_rows, tasks
from etl.sample.records import check_rows, record_rows
from etl.sample.story import story

UNITS = tuple(districts())


@pytest.mark.parametrize("unit", UNITS)
def test_records_count_up_to_the_returns_figures(unit):
    coded = {task.code for task in tasks(unit) if task.has_records}
    for day in story().monthly:
        records = record_rows(unit, day)
        for row in return_rows(unit, day):
            if row["task_code"] in coded:
                of_task = [r for r in records if r["task_code"] == row["task_code"]]
                counted = {
                    "required_objects": len(of_task),
                    "collected_objects": _filled(of_task, "collected_on"),
                    "proofread_objects": _filled(of_task, "proofread_on"),
                    "inspected_objects": _filled(of_task, "inspected_on"),
                    "corrected_objects": _filled(of_task, "corrected_on"),
                    "passed_objects": sum(r["inspection_result"] == "核查通过" for r in of_task),
                }
                assert counted == {name: row[name] for name in counted}


def _filled(rows, name):
    return sum(row[name] is not None for row in rows)


@pytest.mark.parametrize("unit", UNITS)
def test_a_check_keeps_its_number_and_its_figures(unit):
    last = {row["check_id"]: row for row in check_rows(unit, story().last_week)}
    for day in story().monthly:
        assert all(last[row["check_id"]] == row for row in check_rows(unit, day))


@pytest.mark.parametrize("unit", UNITS)
def test_a_few_hundred_records_with_points_stand_in_their_communities(unit):
    places = {place.code: place for place in communities(unit)}
    rows = record_rows(unit, story().first_week)
    assert 150 <= len(rows) <= 700
    for row in rows:
        place = places[row["area_code"]]
        assert abs(row["longitude"] - place.longitude) < 0.01
        assert abs(row["latitude"] - place.latitude) < 0.01


def test_printed_rates_follow_from_their_columns():
    for unit in UNITS:
        for row in check_rows(unit, story().last_week):
            gap = (
                row["printed_error_rate"] / 100
                - row["wrong_indicators"] / row["checked_indicators"]
            )
            assert abs(gap) < 0.00005
            assert row["sampled_objects"] * 10 >= row["surveyed_objects"]

"""Meetings and matters of the demonstration."""

import datetime as dt
from itertools import pairwise

import pytest

from etl.sample.areas import districts
from etl.sample.dispatch import matter_rows, meeting_rows
from etl.sample.story import story

CITY, PILOT, STALLED = story().city_unit, story().pilot_unit, story().stalled["unit"]
UNITS = (CITY, *districts())


@pytest.mark.parametrize("unit", UNITS)
def test_ledgers_only_grow_and_what_is_settled_stays_settled(unit):
    weeks = [matter_rows(unit, week) for week in story().weeks]
    for before, after in pairwise(weeks):
        later = {row["matter_id"]: row for row in after}
        for row in before:
            assert row["matter_id"] in later
            assert row["closed_on"] is None or later[row["matter_id"]]["closed_on"]
    held = [len(meeting_rows(unit, week)) for week in story().weeks]
    assert held == sorted(held)


@pytest.mark.parametrize("unit", UNITS)
def test_nothing_is_dated_in_the_future_and_a_settled_matter_has_its_analysis(unit):
    for week in story().weeks:
        for row in matter_rows(unit, week):
            assert row["raised_on"] <= week
            assert row["closed_on"] is None or row["raised_on"] <= row["closed_on"] <= week
            assert (row["matter_state"] == "已办结") == (row["closed_on"] is not None)
            assert row["analysis"] or row["matter_state"] == "待分析"
        assert all(row["held_on"] <= week for row in meeting_rows(unit, week))


def test_a_stalled_unit_settles_nothing_any_more():
    last = story().stalled["last_moving_week"]
    assert matter_rows(STALLED, last) == matter_rows(STALLED, story().last_week)
    assert any(row["closed_on"] is None for row in matter_rows(STALLED, last))


def test_the_pilot_has_fewer_overdue_than_the_others():
    def late(unit):
        on = dt.date(2021, 3, 21)
        rows = matter_rows(unit, on)
        return sum(row["closed_on"] is None and row["due_on"] < on for row in rows) / len(rows)

    assert late(PILOT) < sum(late(unit) for unit in districts()) / len(districts())


def test_an_inland_unit_has_no_matter_about_the_sea():
    inland = [unit for unit, district in districts().items() if not district.is_coastal]
    assert inland
    for unit in inland:
        assert not any(
            "海洋" in row["responsible_unit"] for row in matter_rows(unit, story().last_week)
        )


def test_nobody_meets_on_a_weekend():
    for unit in UNITS:
        assert all(row["held_on"].weekday() < 5 for row in meeting_rows(unit, story().last_week))

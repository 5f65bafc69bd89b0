"""Budgets, duties and lists of the demonstration: the bulletin's arrangements, closed sums."""

import datetime as dt

import pytest

from etl.sample.areas import districts
from etl.sample.duties import budget_rows, duty_rows, list_rows
from etl.sample.story import story

CITY, PILOT = story().city_unit, story().pilot_unit
BULLETIN = dt.date(2021, 3, 21)


def test_the_pilots_review_cut_what_the_bulletin_says():
    rows = budget_rows(PILOT, BULLETIN)
    submitted = sum(row["submitted_yuan"] for row in rows)
    reviewed = sum(row["reviewed_yuan"] for row in rows)
    assert round((submitted - reviewed) / submitted * 100, 4) == 24.91


def test_two_districts_have_their_budgets_by_the_bulletin():
    approved = {
        unit
        for unit in districts()
        if (rows := budget_rows(unit, BULLETIN)) and all(row["approved_on"] for row in rows)
    }
    assert approved == {PILOT, "370202"}


@pytest.mark.parametrize("unit", districts())
def test_a_budget_goes_through_its_rounds_in_order(unit):
    steps = (
        "declared_yuan",
        "prereviewed_yuan",
        "submitted_yuan",
        "reviewed_yuan",
        "approved_yuan",
    )
    for week in story().weeks:
        for row in budget_rows(unit, week):
            known = [row[step] is not None for step in steps]
            assert known == sorted(known, reverse=True)
            assert row["approved_on"] is None or row["reviewed_on"] <= row["approved_on"] <= week


def test_every_class_of_every_district_with_duties_is_led_by_one_department():
    for unit, district in districts().items():
        rows = duty_rows(unit, story().last_week)
        led = [
            name
            for row in rows
            if row["duty_system"] == "责任分工" and row["census_classes"]
            for name in row["census_classes"].split("、")
        ]
        assert len(led) == len(set(led)) == (11 if district.is_coastal else 10)


@pytest.mark.parametrize("unit", [CITY, *districts()])
def test_no_unit_stands_twice_in_one_system_and_no_item_twice_in_a_list(unit):
    on = story().last_week
    members = [(row["duty_system"], row["member_name"]) for row in duty_rows(unit, on)]
    assert len(members) == len(set(members)) > 0
    items = [row["item_id"] for row in list_rows(unit, on)]
    assert len(items) == len(set(items))


def test_tasks_are_listed_when_they_are_assigned():
    before, after = (
        sum(row["list_kind"] == "任务清单" for row in list_rows(PILOT, week))
        for week in (BULLETIN, story().last_week)
    )
    assert before == 84
    assert after > before

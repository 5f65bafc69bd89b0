"""Shelters, supplies, broadcast and renovations of the demonstration."""

import datetime as dt
from collections import Counter

import pytest

from etl.sample.areas import districts
from etl.sample.capacity import (
    community_rows,
    flash_flood_codes,
    renovation_rows,
    shelter_rows,
    terminal_rows,
)
from etl.sample.story import story

UNITS = tuple(districts())
BULLETIN = dt.date(2021, 3, 21)


def _community_shelters(unit, day):
    rows = shelter_rows(unit, day)
    return Counter(r["area_code"] for r in rows if r["shelter_register"] == "社区避难场所")


def test_the_pilots_figures_are_the_bulletins():
    unit = story().pilot_unit
    shelters = _community_shelters(unit, BULLETIN)
    assert (shelters.total(), len(shelters)) == (176, 88)
    rows = community_rows(unit, BULLETIN)
    assert sum(row["has_supplies"] for row in rows) == 125
    assert sum(row["information_officers"] for row in rows) >= 300
    installed = {row["area_code"] for row in terminal_rows(unit, BULLETIN)}
    assert len(installed & flash_flood_codes(unit)) == 105
    assert len(renovation_rows(unit, BULLETIN)) == 34


def test_city_shelters_are_another_register():
    for unit in UNITS:
        urban = [
            row
            for row in shelter_rows(unit, BULLETIN)
            if row["shelter_register"] == "城市综合避难场所"
        ]
        assert len(urban) == 1


@pytest.mark.parametrize("unit", UNITS)
def test_communities_report_the_shelters_that_the_register_has(unit):
    for day in story().monthly:
        shelters = _community_shelters(unit, day)
        for row in community_rows(unit, day):
            assert row["reported_shelters"] == shelters[row["area_code"]]


@pytest.mark.parametrize("unit", UNITS)
def test_terminals_keep_their_number_and_place(unit):
    fixed = ("area_code", "longitude", "installed_on", "terminal_type")
    last = {row["terminal_id"]: row for row in terminal_rows(unit, story().last_week)}
    for day in story().monthly:
        for row in terminal_rows(unit, day):
            assert [row[name] for name in fixed] == [
                last[row["terminal_id"]][name] for name in fixed
            ]
            assert row["installed_on"] <= day
            assert (
                row.get("inspected_on") is None or row["installed_on"] <= row["inspected_on"] <= day
            )


@pytest.mark.parametrize("unit", UNITS)
def test_a_house_is_finished_after_it_was_begun(unit):
    for row in renovation_rows(unit, story().last_week):
        assert row["completed_on"] is None or row["completed_on"] >= row["started_on"]


def test_all_four_classes_of_hardship_are_served():
    rows = renovation_rows(story().pilot_unit, BULLETIN)
    assert len({row["hardship_class"] for row in rows}) == 4

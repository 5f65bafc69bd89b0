"""The demonstration's mitigation works."""

import datetime as dt
from itertools import pairwise

import pytest

from etl.sample.areas import districts
from etl.sample.story import story
from etl.sample.works import project_rows

UNITS = tuple(districts())
BULLETIN = dt.date(2021, 3, 21)


def _sum(rows, kind, column):
    return sum(row[column] for row in rows if row["project_type"] == kind)


def test_the_pilots_works_are_the_bulletins():
    rows = project_rows(story().pilot_unit, BULLETIN)
    assert _sum(rows, "河道综合整治", "completed_quantity") == 11_000
    assert _sum(rows, "水库塘坝除险加固", "completed_quantity") == 15
    assert _sum(rows, "海堤建设", "planned_quantity") == 4_487
    assert _sum(rows, "海堤建设", "completed_quantity") < 4_487
    assert _sum(rows, "森林防火工程", "approved_investment_yuan") == 10_000


@pytest.mark.parametrize("unit", UNITS)
def test_work_and_money_only_grow_and_stay_within_plan_and_approval(unit):
    for before, after in pairwise(story().monthly):
        earlier = {row["project_id"]: row for row in project_rows(unit, before)}
        for row in project_rows(unit, after):
            old = earlier[row["project_id"]]
            assert old["completed_quantity"] <= row["completed_quantity"] <= row["planned_quantity"]
            assert old["paid_investment_yuan"] <= row["paid_investment_yuan"]
            assert row["paid_investment_yuan"] <= row["approved_investment_yuan"]
            assert row["planned_quantity"] == old["planned_quantity"]


@pytest.mark.parametrize("unit", UNITS)
def test_a_project_is_finished_exactly_when_all_of_it_is_done(unit):
    for day in story().monthly:
        for row in project_rows(unit, day):
            is_done = row["project_status"] in ("已完工", "已验收")
            assert is_done == (row["completed_quantity"] == row["planned_quantity"])
            assert is_done == (row["completed_on"] is not None)
            assert row["completed_on"] is None or row["completed_on"] <= day

"""Counts of the registers that a bulletin states: what is counted, and in which week."""

from __future__ import annotations

import datetime as dt
from typing import Any

import duckdb

from tests.sql.harness import rows
from tests.sql.returns import CITY, LAOSHAN, build, load, meeting

W9, W10, W11 = "2021-03-07", "2021-03-14", "2021-03-21"
WEEKS = [load("hazard_site", LAOSHAN, week) for week in (W9, W10, W11)]


def duty(name: str, system: str, role: str, **more: Any) -> dict[str, Any]:
    """A line of Laoshan's table of duties: a department."""
    return {
        "member_name": name,
        "duty_system": system,
        "duty_role": role,
        "member_kind": "department",
        "unit_code": LAOSHAN,
        "as_of": W9,
        **more,
    }


def amounts(warehouse: duckdb.DuckDBPyConnection, week: str, area: str) -> dict[str, float]:
    """Every count of an area in a week."""
    found = rows(
        warehouse,
        "select bulletin_count, amount from marts.bulletin_count"
        f" where as_of = date '{week}' and area_code = '{area}'",
    )
    return dict(found)


def test_departments_and_streets_of_a_leading_group_are_two_counts() -> None:
    warehouse = build(
        loads=WEEKS,
        duty=[
            *(duty(name, "leading_group", "member") for name in ("甲", "乙", "丙")),
            duty("丁", "leading_group", "member", member_kind="street"),
        ],
    )
    found = amounts(warehouse, W11, LAOSHAN)
    assert found["leading_group_departments"] == 3
    assert found["leading_group_streets"] == 1
    assert "districts_with_leading_group" not in found


def test_firms_are_counted_by_role_and_together_and_their_staff_added_up() -> None:
    warehouse = build(
        loads=WEEKS,
        duty=[
            duty("甲", "technical_team", "overall", staff_persons=60),
            duty("乙", "technical_team", "specialised", staff_persons=150),
            duty("丙", "technical_team", "specialised"),
            duty("网格员", "grassroots", "mobilised", staff_persons=735, member_kind="force"),
            duty("灾害信息员", "grassroots", "mobilised", staff_persons=300, member_kind="force"),
        ],
    )
    found = amounts(warehouse, W11, LAOSHAN)
    assert found["technical_firms"] == 3
    assert (found["technical_lead_firms"], found["technical_member_firms"]) == (1, 2)
    assert (found["technical_staff"], found["grid_staff"]) == (210, 735)


def test_meetings_of_each_kind_are_counted_as_the_week_knew_them() -> None:
    warehouse = build(
        loads=WEEKS,
        meeting=[
            meeting("A", W9, "2021-03-01"),
            meeting("A", W11, "2021-03-01"),
            meeting("B", W11, "2021-03-15"),
            meeting("C", W11, "2021-03-16", meeting_kind="training", participants_persons=192),
            meeting("D", W11, "2021-03-17", meeting_kind="budget_review", experts_persons=5),
        ],
    )
    assert amounts(warehouse, W10, LAOSHAN)["joint_meetings"] == 1
    found = amounts(warehouse, W11, LAOSHAN)
    assert found["joint_meetings"] == 2
    assert found["training_participants"] == 192
    assert found["review_experts"] == 5


def test_a_level_without_a_meeting_of_a_kind_has_no_count_of_it_not_nought() -> None:
    warehouse = build(loads=WEEKS, meeting=[meeting("A", W9, "2021-03-01")])
    found = amounts(warehouse, W11, LAOSHAN)
    assert "dispatch_meetings" not in found
    assert "joint_meetings" not in amounts(warehouse, W11, CITY)


def test_lists_are_counted_by_item_and_by_kind() -> None:
    item = {"unit_code": LAOSHAN, "item_title": "示例", "as_of": W10}
    kinds = ("shared", "shared", "task", "merged", "overall_scheme", "detailed_scheme")
    warehouse = build(
        loads=WEEKS,
        work_list=[{**item, "item_id": str(n), "list_kind": kind} for n, kind in enumerate(kinds)],
    )
    found = amounts(warehouse, W11, LAOSHAN)
    assert found["shared_data_items"] == 2
    assert found["work_lists"] == 2
    assert found["merged_survey_fields"] == found["district_plans"] == found["sector_rules"] == 1


def test_levels_with_an_office_and_districts_are_the_citys() -> None:
    warehouse = build(
        loads=WEEKS,
        duty=[
            duty("综合组", "census_office", "member", member_kind="group"),
            duty("综合组", "census_office", "member", member_kind="group", unit_code=CITY),
        ],
    )
    found = amounts(warehouse, W11, CITY)
    assert found["census_office_levels"] == 2
    ((districts,),) = rows(
        warehouse, "select count(*) from staging.area where area_level = 'district'"
    )
    assert found["districts"] == districts
    assert "census_office_levels" not in amounts(warehouse, W11, LAOSHAN)


def test_every_count_has_a_name_and_none_stands_twice() -> None:
    warehouse = build(loads=WEEKS, meeting=[meeting("A", W9, "2021-03-01")])
    assert (
        rows(
            warehouse,
            "select b.bulletin_count from marts.bulletin_count as b"
            " left join codes.bulletin_count as c on c.code = b.bulletin_count"
            " where c.code is null",
        )
        == []
    )
    weeks = rows(warehouse, "select distinct as_of from marts.bulletin_count order by as_of")
    assert weeks == [(dt.date.fromisoformat(week),) for week in (W9, W10, W11)]

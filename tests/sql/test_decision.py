"""What a leader is asked to decide: each kind at its threshold, below it, and gone again."""

from __future__ import annotations

import datetime as dt
from typing import Any

import duckdb
import pytest

from tests.sql.harness import rows
from tests.sql.returns import (
    CHENGYANG,
    CITY,
    COMMUNITY,
    LAOSHAN,
    STREET,
    build,
    load,
    project,
    site,
    task,
)

W10, W11, W12 = "2021-03-14", "2021-03-21", "2021-03-28"
W13 = "2021-04-04"


COUNT, SHARE = "census_tasks_completed", "census_task_completion_rate"
SITE, WORK, PLAN, DATA = (f"marts.decision_{part}" for part in ("site", "work", "plan", "data"))
MARTS = {
    "order_expired": SITE,
    "site_overdue": SITE,
    "project_overdue": WORK,
    "project_paid_ahead": WORK,
    "standstill": "marts.decision_standstill",
    "plan_missed": PLAN,
    "return_missing": DATA,
    "sampling_low": DATA,
    "task_moved": DATA,
}


def decided(
    warehouse: duckdb.DuckDBPyConnection, kind: str, as_of: str, columns: str, area: str = LAOSHAN
) -> list[tuple[Any, ...]]:
    return rows(
        warehouse,
        f"select {columns} from {MARTS[kind]} where decision_kind = '{kind}'"
        f" and as_of = '{as_of}' and area_code = '{area}' order by subject_code",
    )


def test_every_kind_has_its_threshold_rule_and_question_in_words() -> None:
    found = rows(
        build("marts.decision_rule"),
        "select decision_kind, threshold, rule, asked from marts.decision_rule"
        " order by decision_order",
    )
    assert [(kind, threshold) for kind, threshold, _, _ in found] == [
        ("order_expired", 0),
        ("site_overdue", 60),
        ("project_overdue", 0),
        ("project_paid_ahead", 0.3),
        ("project_unpaid", 0.3),
        ("standstill", 8),
        ("plan_missed", 0.1),
        ("return_missing", 2),
        ("sampling_low", 0.1),
        ("task_moved", 0.01),
    ]
    assert all(rule and asked for _, _, rule, asked in found)
    words = {kind: rule for kind, _, rule, _ in found}
    assert "60天" in words["site_overdue"]
    assert "连续8周" in words["standstill"]
    assert "30个百分点" in words["project_unpaid"]
    assert "低于10%" in words["sampling_low"]
    assert "28天内总数净变动1%" in words["task_moved"]


def test_nothing_is_under_supervision_without_the_number_of_an_order() -> None:
    late = {"due_on": "2021-01-01", "is_supervised": True}
    ordered = {"supervision_order": "示例督办1号", "supervision_due_on": "2021-03-20"}
    warehouse = build(
        SITE,
        hazard_site=[site("A", W11, **late), site("B", W11, **late, **ordered)],
    )
    expired = "subject_code, items, days_past, since_on, reference"
    assert decided(warehouse, "order_expired", W11, expired) == [
        ("B", 1, 1, dt.date(2021, 3, 20), "示例督办1号")
    ]
    assert decided(warehouse, "site_overdue", W11, "items, reference") == [(1, "示例A")]


def test_an_order_within_its_term_and_a_treated_site_ask_for_nothing() -> None:
    order = {"is_supervised": True, "supervision_order": "示例督办1号", "due_on": "2021-01-01"}
    warehouse = build(
        SITE,
        hazard_site=[
            site("A", W11, **order, supervision_due_on=W11),
            site("B", W11, "treated", **order, supervision_due_on="2021-03-01"),
        ],
    )
    assert rows(warehouse, f"select subject from {SITE}") == []


@pytest.mark.parametrize(("due_on", "is_listed"), [("2021-01-20", True), ("2021-01-21", False)])
def test_sixty_days_past_the_deadline_call_for_an_order(due_on: str, is_listed: bool) -> None:
    warehouse = build(SITE, hazard_site=[site("A", W11, due_on=due_on)])
    assert bool(decided(warehouse, "site_overdue", W11, "items")) is is_listed


def test_overdue_sites_are_one_matter_per_department_at_each_level_below_the_city() -> None:
    late = {"sector_department": "示例局", "threatened_persons": 7}
    warehouse = build(
        SITE,
        hazard_site=[
            site("A", W11, due_on="2021-01-01", **late),
            site("B", W11, due_on="2020-12-31", **late),
            site("C", W11, due_on="2021-01-01", sector_department="另一局"),
        ],
    )
    told = "responsible_unit, items, threatened_persons, days_past, reference"
    for area in (LAOSHAN, STREET, COMMUNITY):
        assert decided(warehouse, "site_overdue", W11, told, area) == [
            ("另一局", 1, None, 79, "示例C"),
            ("示例局", 2, 14, 80, "示例B"),
        ]
    assert decided(warehouse, "site_overdue", W11, told, CITY) == []


def works(planned: float, done: float, paid: float, **more: Any) -> list[dict[str, Any]]:
    measured = {"quantity_unit": "m", "planned_quantity": planned, "completed_quantity": done}
    money = {"approved_investment_yuan": 100.0, "paid_investment_yuan": paid}
    return [project("P", "river_regulation", W11, **{**measured, **money, **more})]


@pytest.mark.parametrize(
    ("planned", "done", "paid", "kinds"),
    [
        (1000, 200, 50, ["project_paid_ahead"]),
        (1000, 200, 49, []),
        (1000, 800, 50, ["project_unpaid"]),
        (1000, 800, 51, []),
        (1, 0, 70, []),  # one reservoir is none until it is finished
        (3, 0, 34, ["project_paid_ahead"]),
    ],
)
def test_money_and_work_three_tenths_apart_are_a_matter_and_less_is_not(
    planned: float, done: float, paid: float, kinds: list[str]
) -> None:
    warehouse = build(WORK, project=works(planned, done, paid))
    found = rows(warehouse, f"select decision_kind from {WORK} where area_code = '{LAOSHAN}'")
    assert [kind for (kind,) in found] == kinds


def test_a_project_past_its_date_is_a_matter_even_where_nothing_else_is_filled_in() -> None:
    def due(project_id: str, on: str | None, **more: Any) -> dict[str, Any]:
        return project(project_id, "reservoir", W11, planned_completion_on=on, **more)

    warehouse = build(
        WORK,
        project=[
            due("LATE", "2021-03-20"),
            due("TODAY", W11),
            due("NEVER", None),
            due("DONE", "2021-03-01", project_status="completed", completed_on="2021-03-02"),
        ],
    )
    told = "subject_code, days_past, since_on"
    for area in (LAOSHAN, STREET):
        assert decided(warehouse, "project_overdue", W11, told, area) == [
            (f"{LAOSHAN}/LATE", 1, dt.date(2021, 3, 20))
        ]
    assert decided(warehouse, "project_overdue", W11, told, CITY) == []


def still(*done: int, behind: bool = True, reported: int = 1) -> duckdb.DuckDBPyConnection:
    """One metric of Laoshan, week after week up to W13; the last `reported` of one unit."""
    weeks = [dt.date.fromisoformat(W13) - dt.timedelta(weeks=n) for n in range(len(done))][::-1]
    values = [
        {
            "metric": COUNT,
            "area_code": LAOSHAN,
            "as_of": week,
            "numerator": float(number),
            "units_reported": reported if week == weeks[-1] else 1,
            "units_expected": 1,
            "data_on": week,
        }
        for week, number in zip(weeks, done, strict=True)
    ]
    meant = {
        "metric": COUNT,
        "title": "完成普查任务数",
        "unit": "项",
        "target": 0.1,
        "additive": True,
        "has_denominator": False,
        "direction": "up",
        "owner": "示例办",
    }
    of = {"metric": COUNT, "area_code": LAOSHAN, "responsible_unit": "示例办"}
    judged = {"is_behind": behind, "behind_since": weeks[0] if behind else None}
    return build(
        "marts.decision_standstill",
        tables={
            "metrics.definition": [meant],
            "metrics.value": values,
            "marts.delay": [{**of, **judged, "as_of": week, "data_on": week} for week in weeks],
        },
    )


@pytest.mark.parametrize(
    ("done", "more", "is_listed"),
    [
        ([12, *[13] * 9], {}, True),
        ([12, *[13] * 8], {}, False),  # seven weeks since 13 was first reported
        ([13] * 9, {}, True),
        ([*[13] * 8, 14], {}, False),
        ([13] * 9, {"behind": False}, False),
        ([13] * 9, {"reported": 0}, False),  # silence is another matter
    ],
)
def test_eight_weeks_without_progress_and_behind_are_a_matter(
    done: list[int], more: dict[str, Any], is_listed: bool
) -> None:
    found = decided(still(*done, **more), "standstill", W13, "items, still_weeks, since_on")
    assert found == ([(1, 8, dt.date(2021, 2, 7))] if is_listed else [])


def test_since_is_the_first_week_of_the_run_and_half_a_pair_is_never_compared() -> None:
    lines = [
        {**works(1000, done, 50)[0], "as_of": week}
        for week, done in [(W10, 100), (W11, 400), (W12, 100), (W13, 100)]
    ]
    unknown = {**works(1000, 0, 90)[0], "project_id": "Q", "completed_quantity": None}
    warehouse = build(WORK, project=[*lines, unknown])
    told = "since_on, completed_quantity, paid_investment_yuan"
    assert decided(warehouse, "project_paid_ahead", W13, told) == [(dt.date(2021, 3, 28), 100, 50)]
    assert decided(warehouse, "project_paid_ahead", W11, told) == []


def test_a_unit_that_missed_two_weeks_is_one_matter_however_many_returns_it_owes() -> None:
    def returned(week: str) -> list[Any]:
        return [load(source, CHENGYANG, week) for source in ("hazard_site", "census_return")]

    warehouse = build(
        DATA,
        hazard_site=[site("A", W10)],
        census_return=[task("T1", W10)],
        loads=[line for week in (W10, W11, W12) for line in returned(week)],
    )
    told = "items, missed_weeks, since_on"
    assert decided(warehouse, "return_missing", W11, told) == []
    assert decided(warehouse, "return_missing", W12, told) == [(2, 2, dt.date(2021, 3, 21))]
    assert decided(warehouse, "return_missing", W12, told, CHENGYANG) == []


def check(check_id: str, sampled: int, **more: Any) -> dict[str, Any]:
    return {
        "check_id": check_id,
        "area_code": LAOSHAN,
        "task_code": "T1",
        "check_level": "city",
        "checked_on": "2021-03-10",
        "surveyed_objects": 100,
        "sampled_objects": sampled,
        "checked_indicators": 10,
        "wrong_indicators": 0,
        "check_result": "passed",
        "unit_code": LAOSHAN,
        "as_of": W11,
        **more,
    }


def test_samples_below_a_tenth_are_told_by_the_worst_and_county_checks_do_not_count() -> None:
    warehouse = build(
        DATA,
        sampling_check=[
            check("A", 10),
            check("B", 9),
            check("C", 4, checked_on="2021-03-12"),
            check("D", 1, check_level="county"),
        ],
    )
    assert decided(warehouse, "sampling_low", W11, "items, actual, expected, since_on") == [
        (2, 4, 100, dt.date(2021, 3, 10))
    ]


def test_a_total_that_moved_is_a_matter_for_four_weeks_and_one_that_came_back_is_none() -> None:
    weeks = [W10, W11, W12, W13, "2021-04-11", "2021-04-18"]
    lines = [task("T1", week, 1000 if week == W10 else 1010) for week in weeks]
    back = [task("T2", W12, 500), task("T2", W13, 600), task("T2", "2021-04-11", 500)]
    elsewhere = {"unit_code": CHENGYANG, "area_code": CHENGYANG}
    warehouse = build(DATA, census_return=[*lines, *({**line, **elsewhere} for line in back)])

    def moved(as_of: str, area: str = LAOSHAN) -> list[tuple[Any, ...]]:
        found = decided(warehouse, "task_moved", as_of, "subject, actual, expected, since_on", area)
        return [row for row in found if row[0] == "应查对象数"]

    assert moved(W10) == []
    since = dt.date(2021, 3, 21)
    assert moved(W11) == moved("2021-04-11") == [("应查对象数", 1010, 1000, since)]
    assert moved("2021-04-18") == []
    assert moved(W13, CHENGYANG) == [("应查对象数", 600, 500, dt.date(2021, 4, 4))]
    assert moved("2021-04-11", CHENGYANG) == []


def forecast(reached: float, pace: float, fastest: float) -> duckdb.DuckDBPyConnection:
    """Four weeks before the plan ends at 100: 60 would be 40 short of it without a pace."""
    week, end = dt.date(2021, 3, 28), dt.date(2021, 4, 25)
    of = {"area_code": LAOSHAN, "as_of": week}
    planned = {"planned": 100.0, "responsible_unit": "示例办", "last_due_on": end}
    plan = {"plan_as_of": week, "metric": COUNT, "area_code": LAOSHAN, "plan_on": end}
    delay = {**of, "metric": COUNT, "behind_since": dt.date(2021, 3, 7)}
    return build(
        PLAN,
        tables={
            "metrics.definition": [
                {"metric": COUNT, "title": "完成普查任务数", "target": 0.1, "planned_by": None},
                {"metric": SHARE, "title": "普查任务完成率", "target": 1.0, "planned_by": COUNT},
            ],
            "metrics.value": [{**of, "metric": COUNT, "value": reached, "data_on": week}],
            "marts.forecast": [
                {**of, "metric": SHARE, "weekly_pace": pace, "fastest_pace": fastest}
            ],
            "staging.plan_week": [{"as_of": week, "plan_as_of": week}],
            "marts.plan_daily": [{**plan, **planned}],
            "marts.delay": [delay],
        },
    )


@pytest.mark.parametrize(
    ("reached", "pace", "fastest", "is_listed"),
    [
        (60.0, 5.0, 9.0, True),  # 80, at best 96
        (60.0, 5.0, 10.0, False),  # at best 100: it may still be reached
        (60.0, 7.5, 9.0, True),  # 90: a tenth short
        (60.0, 7.6, 9.0, False),  # less than a tenth short
        (60.0, -3.0, -1.0, True),  # falls: no further than today
    ],
)
def test_a_plan_that_even_the_best_pace_misses_by_a_tenth_is_a_matter(
    reached: float, pace: float, fastest: float, is_listed: bool
) -> None:
    found = rows(
        forecast(reached, pace, fastest),
        "select subject, responsible_unit, actual, expected, since_on, due_on"
        " from marts.decision_plan",
    )
    projected = float(int(reached + max(pace, 0) * 4))
    told = ("完成普查任务数", "示例办", projected, 100.0, dt.date(2021, 3, 7), dt.date(2021, 4, 25))
    assert found == ([told] if is_listed else [])


def test_all_kinds_stand_in_one_table_with_what_is_compared() -> None:
    warehouse = build(
        "marts.decision",
        hazard_site=[site("A", W11, due_on="2021-01-01", threatened_persons=7)],
        project=works(1000, 200, 60),
        sampling_check=[check("A", 9)],
    )
    told = "decision_kind, items, days_past, actual, actual_of, expected, expected_of"
    found = rows(
        warehouse,
        f"select {told} from marts.decision where area_code = '{LAOSHAN}' and as_of = '{W11}'"
        " order by decision_kind",
    )
    assert found == [
        ("project_paid_ahead", 1, None, 200, 1000, 60, 100),
        ("sampling_low", 1, None, 9, None, 100, None),
        ("site_overdue", 1, 79, None, None, None, None),
    ]

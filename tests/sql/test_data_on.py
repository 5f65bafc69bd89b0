"""Up to when a figure says anything, and what is therefore judged late, still or overdue."""

from __future__ import annotations

import datetime as dt
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sql.harness import dicts, rows
from tests.sql.returns import (
    CHENGYANG,
    CITY,
    COMMUNITY,
    LAOSHAN,
    STREET,
    build,
    community,
    load,
    plan,
    project,
    site,
    task,
    terminal,
)

RIVER, TASKS = "river_length_improved_m", "census_tasks_completed"
FLOODED = "broadcast_installed_flash_flood_communities"
START = dt.date(2021, 1, 3)
# A metre a day for eight weeks.
METRES = [plan(RIVER, "2021-01-03", 0), plan(RIVER, "2021-02-28", 56)]


def on(week: int, day: int = 0) -> str:
    """The Sunday `week` weeks after the first, or so many days later."""
    return (START + dt.timedelta(weeks=week, days=day)).isoformat()


def river(as_of: str, metres: float, **more: Any) -> dict[str, Any]:
    """The monthly works ledger of Laoshan: one river with so many metres done."""
    done = {"quantity_unit": "m", "planned_quantity": 1000.0, "completed_quantity": metres}
    return {**project("R", "river_regulation", as_of, **done), **more}


def weekly(*weeks: int) -> list[dict[str, Any]]:
    """Weekly ledgers without a site, so that there are weeks in which nothing monthly came."""
    return [load("hazard_site", LAOSHAN, on(week)) for week in weeks]


def reach(warehouse: duckdb.DuckDBPyConnection, metric: str, area: str = LAOSHAN) -> dict[str, str]:
    found = rows(
        warehouse,
        "select as_of, data_on from metrics.value"
        f" where metric = '{metric}' and area_code = '{area}' order by as_of",
    )
    return {str(week): str(day) for week, day in found}


def judged(warehouse: duckdb.DuckDBPyConnection, week: int, metric: str = RIVER) -> dict[str, Any]:
    [found] = dicts(
        warehouse,
        f"select * from marts.delay where metric = '{metric}' and area_code = '{LAOSHAN}'"
        f" and as_of = '{on(week)}'",
    )
    return found


def test_a_monthly_return_reaches_to_its_own_day_until_it_is_overdue() -> None:
    warehouse = build("metrics.value", project=[river(on(0, 2), 7)], loads=weekly(1, 6))
    day = on(0, 2)  # a Tuesday: it is the newest of the week after
    within = {on(week): day for week in (1, 2, 3, 4)}
    overdue = {on(week): on(week) for week in (5, 6)}
    for area in (LAOSHAN, STREET, COMMUNITY):
        assert reach(warehouse, RIVER, area) == within | overdue


def test_the_oldest_of_several_sources_counts() -> None:
    returned = {
        "community": [community(COMMUNITY, on(0), is_flash_flood_zone=True)],
        "broadcast_terminal": [terminal("T", COMMUNITY, on(2))],
    }
    warehouse = build("metrics.value", **returned)
    assert reach(warehouse, FLOODED)[on(2)] == on(0)


def test_owing_one_of_several_returns_is_no_excuse() -> None:
    returned = {
        "community": [community(COMMUNITY, on(0), is_flash_flood_zone=True)],
        "broadcast_terminal": [terminal("T", COMMUNITY, on(4))],
    }
    warehouse = build("metrics.value", loads=weekly(5, 6), **returned)
    assert reach(warehouse, FLOODED)[on(5)] == on(5)
    assert reach(warehouse, FLOODED)[on(6)] == on(6)


def test_a_sum_reaches_as_far_as_the_oldest_of_its_parts() -> None:
    other = river(on(2), 5, project_id="C", area_code=CHENGYANG, unit_code=CHENGYANG)
    warehouse = build("metrics.value", project=[river(on(0), 7), other], loads=weekly(3))
    assert [reach(warehouse, RIVER, area)[on(3)] for area in (LAOSHAN, CHENGYANG, CITY)] == [
        on(0),
        on(2),
        on(0),
    ]


def test_the_plan_of_the_day_of_the_data_is_what_counts() -> None:
    warehouse = build(
        "marts.delay", plan=METRES, project=[river(on(1), 7), river(on(5), 21)], loads=weekly(8)
    )
    told = ("data_on", "planned", "is_behind", "days_late", "behind_since", "days_behind")
    seen = {week: tuple(judged(warehouse, week)[name] for name in told) for week in range(1, 9)}
    met = (dt.date.fromisoformat(on(1)), 7, False, 0, None, None)
    assert {seen[week] for week in (1, 2, 3, 4)} == {met}
    second = dt.date.fromisoformat(on(5))
    # 21 metres had been asked for on day 21: fourteen days before the return, in week 3.
    assert {seen[week] for week in (5, 6, 7, 8)} == {(second, 35, True, 14, second, 0)}


def test_a_unit_that_owes_its_monthly_return_is_judged_by_the_week_again() -> None:
    warehouse = build("marts.delay", plan=METRES, project=[river(on(1), 7)], loads=weekly(6))
    assert not judged(warehouse, 5)["is_behind"]
    late = judged(warehouse, 6)
    assert (late["planned"], late["days_late"], late["days_behind"]) == (42, 35, 0)


def test_a_weekly_return_of_midweek_is_held_against_the_plan_of_its_day() -> None:
    lines = [plan(TASKS, on(0), 0), plan(TASKS, on(1), 7)]
    done = [task(f"T{n}", on(0, 4), task_status="submitted") for n in range(4)]
    warehouse = build("marts.delay", plan=lines, census_return=done)
    found = judged(warehouse, 1, TASKS)
    assert (found["actual"], found["planned"], found["is_behind"]) == (4, 4, False)


def test_a_plan_issued_after_the_return_waits_for_the_next_one() -> None:
    newer = [{**line, "planned": 10 * line["planned"], "as_of": on(2)} for line in METRES]
    returned = [river(on(1), 7), river(on(5), 70)]
    warehouse = build("marts.delay", plan=[*METRES, *newer], project=returned)
    assert (judged(warehouse, 4)["planned"], judged(warehouse, 5)["planned"]) == (7, 350)


@settings(max_examples=8, deadline=None)
@given(
    days=st.lists(st.integers(1, 30), min_size=1, max_size=4),
    done=st.lists(st.integers(0, 80), min_size=5, max_size=5),
)
def test_between_two_returns_the_judgement_stands(days: list[int], done: list[int]) -> None:
    """However a district spaces its monthly returns, only a return (or owing one) changes it."""
    dates = [START]
    for gap in days:
        dates.append(dates[-1] + dt.timedelta(days=gap))
    returned = [river(day.isoformat(), n) for day, n in zip(dates, done, strict=False)]
    last = (dates[-1] - START).days // 7 + 3
    warehouse = build("marts.delay", plan=METRES, project=returned, loads=weekly(last))
    found = rows(
        warehouse,
        "select data_on, count(distinct (planned, is_behind, days_late)) from marts.delay"
        f" where metric = '{RIVER}' and area_code = '{LAOSHAN}' group by data_on",
    )
    assert {judgements for _, judgements in found} == {1}
    assert {day for day, _ in found} <= set(dates)


@pytest.mark.parametrize(("done", "is_near"), [(981, True), (980, False), (1000, False)])
def test_a_gap_below_the_threshold_is_near_the_plan(done: int, is_near: bool) -> None:
    lines = [plan(RIVER, on(0), 1000), plan(RIVER, on(8), 1000)]
    warehouse = build("marts.delay", "marts.delay_rule", plan=lines, project=[river(on(1), done)])
    assert judged(warehouse, 1)["is_near_plan"] is is_near
    assert rows(warehouse, "select near_share, rule from marts.delay_rule") == [
        (0.02, "差距不到计划的2%")
    ]


def test_a_change_that_a_monthly_return_brings_names_the_return_before() -> None:
    warehouse = build(
        "marts.week_change", project=[river(on(0), 7), river(on(4), 20)], loads=weekly(1, 2, 3)
    )
    found = rows(
        warehouse,
        "select as_of, quantity, note from marts.week_change"
        f" where metric = '{RIVER}' order by as_of",
    )
    assert found == [(dt.date.fromisoformat(on(4)), 13, f"比截至{on(0)}的上一期")]


def test_a_project_due_after_its_last_ledger_is_not_known_to_be_late() -> None:
    def due(project_id: str, day: str) -> dict[str, Any]:
        return project(project_id, "reservoir", on(0), planned_completion_on=day)

    warehouse = build(
        "marts.project_status",
        project=[due("BEFORE", on(-1)), due("AFTER", on(1))],
        loads=weekly(3, 5),
    )
    found = dicts(
        warehouse,
        "select as_of, project_id, is_late, days_overdue from marts.project_status",
    )
    seen = {
        (row["project_id"], str(row["as_of"])): (row["is_late"], row["days_overdue"])
        for row in found
    }
    assert seen["BEFORE", on(3)] == (True, 7)
    assert seen["AFTER", on(3)] == (False, None)
    # The next ledger is owed: the calendar counts again.
    assert (seen["BEFORE", on(5)], seen["AFTER", on(5)]) == ((True, 42), (True, 28))


def test_a_forecast_stands_between_two_returns_and_never_lies_in_the_past() -> None:
    rate = "river_regulation_completion_rate"
    returned = [river(on(week), 100 * (week + 1)) for week in range(9)]
    warehouse = build("marts.forecast", project=returned, loads=weekly(9, 11, 12))
    found = dicts(
        warehouse,
        "select as_of, weekly_pace, finish_on from marts.forecast"
        f" where metric = '{rate}' and area_code = '{LAOSHAN}' and as_of >= '{on(8)}'"
        " order by as_of",
    )
    # 900 of 1,000 metres in week 8, a hundred a week: a week more.
    assert {row["weekly_pace"] for row in found} == {100}
    assert [str(row["finish_on"]) for row in found] == [on(9), on(9), on(10), on(11), on(12)]


def standstill(warehouse: duckdb.DuckDBPyConnection, week: int) -> list[tuple[Any, ...]]:
    return rows(
        warehouse,
        "select still_weeks, since_on from marts.decision_standstill"
        f" where area_code = '{LAOSHAN}' and as_of = '{on(week)}'",
    )


def test_what_stood_at_all_of_its_task_was_not_still_before_the_task_grew() -> None:
    returned = [
        task("T1", on(week), required=100 if week < 10 else 104, done=100) for week in range(19)
    ]
    line = [plan("census_collection_rate", on(week), 1) for week in (0, 30)]
    warehouse = build("marts.decision_standstill", plan=line, census_return=returned)
    assert standstill(warehouse, 10) == []
    assert standstill(warehouse, 17) == []
    assert standstill(warehouse, 18) == [(8, dt.date.fromisoformat(on(10)))]


def test_weeks_after_the_last_monthly_return_are_not_weeks_without_progress() -> None:
    returned = [river(on(week), 3) for week in (2, 6, 9, 13)]
    warehouse = build(
        "marts.decision_standstill", plan=METRES, project=returned, loads=weekly(*range(14))
    )
    since = dt.date.fromisoformat(on(2))
    assert [standstill(warehouse, week) for week in (9, 12, 13)] == [[], [], [(11, since)]]


def test_sites_are_weekly_and_judged_as_before() -> None:
    metric = "geohazard_open_sites"
    warehouse = build("metrics.value", hazard_site=[site("A", on(0)), site("A", on(1))])
    assert reach(warehouse, metric) == {on(0): on(0), on(1): on(1)}

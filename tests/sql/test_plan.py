"""Plan and delay: straight lines between due dates, how many days late, since when."""

from __future__ import annotations

import datetime as dt
from typing import Any

import duckdb
import pytest

from etl.codes import load_code_list
from tests.sql.harness import dicts, rows
from tests.sql.returns import CHENGYANG, CITY, LAOSHAN, build, load, plan, site, task

TASKS, SHARE = "census_tasks_completed", "census_collection_rate"
W1, W2, W3, W4 = "2021-01-03", "2021-01-10", "2021-01-17", "2021-01-24"
Row = dict[str, Any]


def done(as_of: str, count: int) -> list[Row]:
    """Laoshan's return of a week with `count` of 100 tasks completed."""
    return [
        task(f"T{n:03d}", as_of, task_status="submitted" if n < count else "surveying")
        for n in range(100)
    ]


def planned(warehouse: duckdb.DuckDBPyConnection, area: str = LAOSHAN) -> dict[str, float]:
    found = rows(
        warehouse,
        f"select as_of, planned from marts.plan_weekly where area_code = '{area}' order by as_of",
    )
    return {str(week): number for week, number in found}


def delay(warehouse: duckdb.DuckDBPyConnection, as_of: str, area: str = LAOSHAN) -> Row:
    [found] = dicts(
        warehouse,
        "select actual, planned, gap, is_behind, behind_since, days_late, is_days_late_minimum, "
        "is_since_minimum, last_met_on, total_growth, responsible_unit "
        f"from marts.delay where as_of = '{as_of}' and area_code = '{area}'",
    )
    return found


def test_the_plan_runs_straight_between_due_dates_and_on_to_the_last() -> None:
    warehouse = build(
        "marts.plan_weekly",
        plan=[plan(TASKS, "2021-01-06", 10), plan(TASKS, "2021-01-20", 24)],
        loads=[load("census_return", LAOSHAN, W2)],
    )
    # No plan before the first due date; the week of the last due date shows the end of the line.
    assert planned(warehouse) == {W2: 14, W3: 21, W4: 24}


def test_the_plan_stays_level_while_data_go_on() -> None:
    warehouse = build(
        "marts.plan_weekly",
        plan=[plan(TASKS, W1, 0), plan(TASKS, W2, 7)],
        loads=[load("census_return", LAOSHAN, W1), load("census_return", LAOSHAN, W4)],
    )
    assert planned(warehouse) == {W1: 0, W2: 7, W3: 7, W4: 7}


def test_days_late_count_from_the_day_the_plan_asked_for_what_is_there() -> None:
    warehouse = build(
        "marts.delay",
        plan=[plan(TASKS, W1, 0), plan(TASKS, W4, 21)],
        census_return=[*done(W2, 7), *done(W3, 10), *done(W4, 21)],
    )
    assert delay(warehouse, W2) == {
        "actual": 7,
        "planned": 7,
        "gap": 0,
        "is_behind": False,
        "behind_since": None,
        "days_late": 0,
        "is_days_late_minimum": False,
        "is_since_minimum": False,
        "last_met_on": None,
        "total_growth": None,
        "responsible_unit": "示例单位",
    }
    late = delay(warehouse, W3)
    assert (late["gap"], late["is_behind"], late["days_late"]) == (-4, True, 4)
    assert delay(warehouse, W4)["days_late"] == 0


def test_a_level_stretch_of_the_plan_is_met_to_its_end() -> None:
    warehouse = build(
        "marts.delay",
        plan=[plan(TASKS, W1, 5), plan(TASKS, W3, 5), plan(TASKS, W4, 12)],
        census_return=done(W4, 5),
    )
    assert delay(warehouse, W4)["days_late"] == 7


def test_below_the_first_node_counts_from_the_first_due_date() -> None:
    warehouse = build(
        "marts.delay",
        plan=[plan(TASKS, W1, 5), plan(TASKS, W4, 26)],
        census_return=done(W2, 2),
    )
    late = delay(warehouse, W2)
    assert (late["days_late"], late["is_days_late_minimum"]) == (7, True)


def test_a_plan_for_a_count_asks_for_whole_ones_only() -> None:
    warehouse = build(
        "marts.delay",
        "marts.plan_weekly",
        plan=[plan(TASKS, W1, 0), plan(TASKS, W4, 5)],  # 1.67 after a week, 3.33 after two
        census_return=[*done(W2, 1), *done(W3, 2)],
    )
    assert planned(warehouse) == {W1: 0, W2: 1, W3: 3, W4: 5}
    on_time, late = delay(warehouse, W2), delay(warehouse, W3)
    assert (on_time["planned"], on_time["gap"], on_time["is_behind"]) == (1, 0, False)
    assert (late["planned"], late["gap"], late["is_behind"]) == (3, -1, True)


def test_behind_from_the_first_week_on_is_since_then_at_least() -> None:
    warehouse = build(
        "marts.delay",
        plan=[plan(TASKS, W1, 5), plan(TASKS, W4, 26)],
        census_return=[*done(W2, 6), *done(W3, 6), *done(W4, 26)],
    )
    late = delay(warehouse, W3)
    assert (late["behind_since"], late["is_since_minimum"]) == (dt.date(2021, 1, 10), True)
    assert late["is_days_late_minimum"] is False
    assert delay(warehouse, W4)["is_since_minimum"] is False


def test_behind_since_is_the_first_week_of_the_current_run() -> None:
    warehouse = build(
        "marts.delay",
        plan=[plan(TASKS, W1, 0), plan(TASKS, W4, 21)],
        census_return=[*done(W1, 0), *done(W2, 5), *done(W3, 14), *done(W4, 15)],
        loads=[load("census_return", CHENGYANG, "2021-01-31")],
    )
    since = [delay(warehouse, week)["behind_since"] for week in (W2, W3, W4, "2021-01-31")]
    assert since == [dt.date(2021, 1, 10), None, dt.date(2021, 1, 24), dt.date(2021, 1, 24)]
    assert not delay(warehouse, W2)["is_since_minimum"]


def test_what_was_on_plan_and_fell_is_late_since_it_was_on_plan_not_since_the_older_plan() -> None:
    # On plan in week 3; a task withdrawn in week 4 takes it below what week 1 had asked.
    warehouse = build(
        "marts.delay",
        plan=[plan(TASKS, W1, 10), plan(TASKS, W2, 20), plan(TASKS, W4, 20)],
        census_return=[*done(W2, 20), *done(W3, 20), *done(W4, 9)],
    )
    late = delay(warehouse, W4)
    assert (late["is_behind"], late["days_late"]) == (True, 7)
    assert late["is_days_late_minimum"] is False
    assert late["last_met_on"] == dt.date.fromisoformat(W3)


def test_a_share_that_fell_because_there_is_more_to_do_says_how_much_more() -> None:
    returns = [task("T001", W2, required=100, done=100), task("T001", W3, required=104, done=100)]
    warehouse = build(
        "marts.delay",
        plan=[plan(SHARE, W1, 0.5), plan(SHARE, W2, 1), plan(SHARE, W4, 1)],
        census_return=returns,
    )
    assert delay(warehouse, W2)["total_growth"] is None
    late = delay(warehouse, W3)
    assert (late["days_late"], late["total_growth"]) == (7, 4)


def test_a_metric_that_should_go_down_is_behind_above_its_plan() -> None:
    warehouse = build(
        "marts.delay",
        plan=[
            plan("geohazard_open_sites", W1, 10),
            plan("geohazard_open_sites", "2021-01-13", 0),
        ],
        hazard_site=[site(f"A{n}", W2) for n in range(7)],
    )
    late = delay(warehouse, W2)
    assert (late["actual"], late["planned"], late["gap"]) == (7, 3, 4)
    assert (late["is_behind"], late["days_late"]) == (True, 4)


def test_without_data_nobody_is_called_late() -> None:
    warehouse = build(
        "marts.delay",
        plan=[plan(TASKS, W1, 0), plan(TASKS, W4, 21)],
        loads=[load("hazard_site", LAOSHAN, W2)],
    )
    found = delay(warehouse, W2)
    assert (found["actual"], found["is_behind"], found["days_late"]) == (None, None, None)


def test_a_new_plan_holds_from_its_date_and_leaves_other_metrics_alone() -> None:
    warehouse = build(
        "marts.plan_weekly",
        plan=[
            plan(TASKS, W1, 0),
            plan(TASKS, W4, 21),
            plan("geohazard_sites_treated", W1, 1),
            plan("geohazard_sites_treated", W4, 1),
            plan(TASKS, W1, 0, as_of=W3),
            plan(TASKS, W4, 42, as_of=W3),
        ],
        loads=[load("census_return", LAOSHAN, W4)],
    )
    found = dicts(warehouse, "select metric, as_of, planned from marts.plan_weekly")
    lines = {(row["metric"], str(row["as_of"])): row["planned"] for row in found}
    assert [lines[TASKS, week] for week in (W1, W2, W3, W4)] == [0, 7, 28, 42]
    assert lines["geohazard_sites_treated", W4] == 1


def test_weeks_before_a_metrics_first_plan_are_held_against_that_first_plan() -> None:
    warehouse = build(
        "marts.plan_weekly",
        plan=[
            plan("geohazard_sites_treated", W1, 1),
            plan(TASKS, W1, 10, as_of=W2),
            plan(TASKS, W1, 20, as_of=W3),
        ],
        loads=[load("census_return", LAOSHAN, W1), load("census_return", LAOSHAN, W3)],
    )
    found = rows(
        warehouse,
        f"select planned from marts.plan_weekly where metric = '{TASKS}' order by as_of",
    )
    assert found == [(10,), (10,), (20,)]


DISTRICTS = [code for code, _ in load_code_list("district").titles]


@pytest.mark.parametrize(
    ("metric", "districts", "expected"),
    [
        (TASKS, DISTRICTS, {W1: 0, W2: 70}),
        (TASKS, DISTRICTS[1:], {}),
        ("census_task_completion_rate", DISTRICTS, {}),
    ],
)
def test_the_citys_plan_is_the_sum_where_every_district_has_a_plan_for_a_count(
    metric: str, districts: list[str], expected: dict[str, float]
) -> None:
    warehouse = build(
        "marts.plan_weekly",
        plan=[plan(metric, day, n, area) for area in districts for day, n in ((W1, 0), (W2, 7))],
        loads=[load("census_return", LAOSHAN, W1)],
    )
    assert planned(warehouse, CITY) == expected


RATE = "census_task_completion_rate"


def test_a_plan_for_a_rate_is_held_against_the_rate_of_each_area_itself() -> None:
    # Laoshan has done 20 of 100 tasks, Chengyang 2 of 2: the city 22 of 102, not 60 %.
    warehouse = build(
        "marts.delay",
        plan=[
            plan(RATE, day, share, area)
            for area, last in ((LAOSHAN, 0.6), (CHENGYANG, 1), (CITY, 0.3))
            for day, share in ((W1, 0), (W4, last))
        ],
        census_return=[
            *done(W2, 20),
            *(
                task(f"T{n:03d}", W2, task_status="submitted", area_code=CHENGYANG,
                     unit_code=CHENGYANG)
                for n in range(2)
            ),
        ],
    )  # fmt: skip
    found = {area: delay(warehouse, W2, area) for area in (LAOSHAN, CHENGYANG, CITY)}
    # Not rounded to whole ones as counts are.
    assert [row["planned"] for row in found.values()] == pytest.approx([0.2, 1 / 3, 0.1], abs=1e-6)
    assert [row["actual"] for row in found.values()] == [0.2, 1, 22 / 102]
    assert not any(row["is_behind"] for row in found.values())


def test_a_rate_behind_its_plan_says_how_many_days() -> None:
    warehouse = build(
        "marts.delay",
        plan=[plan(RATE, W1, 0), plan(RATE, W4, 0.63)],  # three hundredths a day
        census_return=done(W2, 15),
    )
    late = delay(warehouse, W2)
    assert (late["planned"], late["gap"], late["is_behind"]) == (0.21, -0.06, True)
    assert late["days_late"] == 2


def test_a_percentage_planned_in_hundredths_is_not_used() -> None:
    warehouse = build(
        "marts.plan_weekly",
        plan=[plan(RATE, W1, 0), plan(RATE, W4, 84), plan(RATE, W1, 0.5, CITY)],
        loads=[load("census_return", LAOSHAN, W1)],
    )
    assert planned(warehouse) == {}
    assert planned(warehouse, CITY)[W1] == 0.5


def test_the_citys_own_plan_is_not_replaced_by_the_sum() -> None:
    warehouse = build(
        "marts.plan_weekly",
        plan=[plan(TASKS, W2, 7, area) for area in DISTRICTS] + [plan(TASKS, W2, 99, CITY)],
        loads=[load("census_return", LAOSHAN, W2)],
    )
    assert planned(warehouse, CITY) == {W2: 99}

"""Meetings, matters, budgets, duties, lists: what each week knew, what the month adds up to."""

from __future__ import annotations

import datetime as dt

from tests.sql.harness import dicts, rows
from tests.sql.returns import (
    CHENGYANG,
    CITY,
    LAOSHAN,
    budgeted,
    build,
    load,
    matter,
    meeting,
    value,
)

W9, W10, W11, W12 = "2021-03-07", "2021-03-14", "2021-03-21", "2021-03-28"
WEEKS = [load("hazard_site", LAOSHAN, week) for week in (W9, W10, W11, W12)]


def test_a_matter_becomes_overdue_without_a_new_ledger() -> None:
    warehouse = build("marts.matter_status", loads=WEEKS, open_matter=[matter("A", W9)])
    assert rows(
        warehouse, "select is_overdue, days_overdue from marts.matter_status order by as_of"
    ) == [(False, None), (False, None), (True, 6), (True, 13)]


def test_a_matter_due_on_the_sunday_is_not_overdue_yet() -> None:
    warehouse = build("marts.matter_status", loads=WEEKS, open_matter=[matter("A", W9, due_on=W11)])
    assert rows(warehouse, "select is_overdue from marts.matter_status order by as_of") == [
        *[(False,)] * 3,
        (True,),
    ]


def test_a_past_week_knows_only_what_was_returned_by_then() -> None:
    warehouse = build(
        "marts.matter_status",
        "metrics.open_matters",
        "metrics.closed_matters",
        loads=WEEKS,
        open_matter=[
            matter("A", W9),
            matter("A", W11, closed_on="2021-03-19"),
            matter("B", W11, raised_on="2021-03-18", due_on=None, matter_state="registered"),
        ],
    )
    found = "select as_of, numerator from metrics.{} order by as_of"
    weeks = [dt.date.fromisoformat(week) for week in (W9, W10, W11, W12)]
    assert rows(warehouse, found.format("open_matters")) == [(week, 1) for week in weeks]
    closed = zip(weeks, (0, 0, 1, 1), strict=True)
    assert rows(warehouse, found.format("closed_matters")) == list(closed)


def test_a_matter_without_a_deadline_is_never_overdue() -> None:
    warehouse = build(
        "marts.matter_status", loads=WEEKS, open_matter=[matter("A", W9, due_on=None)]
    )
    assert rows(warehouse, "select count(*) from marts.matter_status where is_overdue") == [(0,)]


def test_the_state_is_known_since_the_week_that_first_showed_it() -> None:
    warehouse = build(
        "marts.matter_status",
        loads=WEEKS,
        open_matter=[matter("A", W9, matter_state="registered"), matter("A", W11)],
    )
    newest = f"select state_since from marts.matter_status where as_of = date '{W12}'"
    assert rows(warehouse, newest) == [(dt.date(2021, 3, 21),)]


def test_the_month_closes_opening_and_raised_less_closed() -> None:
    warehouse = build(
        "marts.dispatch_month",
        loads=WEEKS,
        open_matter=[
            matter("old", W11, raised_on="2021-02-10", due_on="2021-03-01"),
            matter("done", W11, raised_on="2021-02-10", closed_on="2021-03-02"),
            matter("before", W11, raised_on="2021-01-10", closed_on="2021-02-28"),
            matter("new", W11, raised_on="2021-03-02", due_on="2021-04-02"),
            matter("both", W11, raised_on="2021-03-02", closed_on="2021-03-05"),
            matter("city", W11, unit_code=CITY),
        ],
        meeting=[
            meeting("1", W11, "2021-02-28"),
            meeting("2", W11, "2021-03-01"),
            meeting("3", W11, "2021-03-02", meeting_kind="visit"),
            meeting("4", W11, "2021-03-02", meeting_kind="training"),
        ],
    )
    columns = (
        "month_start, meetings, field_visits, opening_matters, raised_matters_in_month,"
        " closed_matters_in_month, closing_matters, overdue_matters"
    )
    found = f"select {columns} from marts.dispatch_month where as_of = date '{W11}' and area_code"
    first = dt.date(2021, 3, 1)
    assert rows(warehouse, f"{found} = '{LAOSHAN}'") == [(first, 1, 1, 2, 2, 2, 2, 1)]
    assert rows(warehouse, f"{found} = '{CITY}'") == [(first, 1, 1, 2, 3, 2, 3, 2)]
    assert rows(
        warehouse,
        "select count(*) from marts.dispatch_month where opening_matters"
        " + raised_matters_in_month - closed_matters_in_month <> closing_matters",
    ) == [(0,)]


def test_only_meetings_count_as_meetings_and_only_trainings_as_training() -> None:
    warehouse = build(
        loads=WEEKS,
        meeting=[
            meeting("1", W11, "2021-03-01"),
            meeting("2", W11, "2021-03-02", meeting_kind="inspection"),
            meeting("3", W11, "2021-03-03", meeting_kind="training", participants_persons=192),
            meeting("4", W11, "2021-03-04", meeting_kind="training"),
            meeting("5", W11, "2021-03-05", participants_persons=30),
        ],
    )
    assert value(warehouse, "meetings_held", LAOSHAN, W11) == (2, None, 2)
    assert value(warehouse, "training_persons", LAOSHAN, W11) == (192, None, 192)


def test_the_cut_is_divided_once_over_departments_that_were_reviewed() -> None:
    warehouse = build(
        loads=WEEKS,
        budget=[
            budgeted("甲", W11, 120.0, 110.0, 100.0, 70.0),
            budgeted("乙", W11, 320.0, 310.0, 300.0, 230.0),
            budgeted("丙", W11, 900.0, 900.0, 900.0),
            budgeted("丁", W11, 60.0, 50.0, 100.0, 80.0, unit_code=CHENGYANG),
            budgeted("戊", W11, 60.0, 50.0, unit_code="370283"),
        ],
    )
    assert value(warehouse, "budget_cut_rate", LAOSHAN, W11) == (100, 400, 0.25)
    assert value(warehouse, "budget_cut_rate", CITY, W11) == (120, 500, 0.24)
    assert value(warehouse, "budget_cut_rate", "370283", W11) is None
    assert rows(
        warehouse,
        "select submitted_yuan, paired_submitted_yuan, cut_yuan from marts.budget_status"
        f" where area_code = '{LAOSHAN}' and department = 'all' and as_of = date '{W11}'",
    ) == [(1300, 400, 100)]


def test_a_budget_is_approved_when_all_its_departments_are() -> None:
    done = {"approved_yuan": 6.0, "approved_on": "2021-03-10"}
    warehouse = build(
        loads=WEEKS,
        budget=[
            budgeted("甲", W10, 9.0, 8.0, 8.0, 6.0, **done),
            budgeted("乙", W10, 9.0, 8.0),
            budgeted("甲", W11, 9.0, 8.0, 8.0, 6.0, **done),
            budgeted("乙", W11, 9.0, 8.0, 8.0, 6.0, **done),
        ],
    )
    stages = (
        "select as_of, budget_stage, declared_yuan from marts.budget_status"
        f" where area_code = '{LAOSHAN}' and department = 'all' and as_of between date '{W10}'"
        f" and date '{W11}' order by as_of"
    )
    assert rows(warehouse, stages) == [
        (dt.date(2021, 3, 14), "prereviewed", 18),
        (dt.date(2021, 3, 21), "approved", 18),
    ]
    assert value(warehouse, "budgets_approved", CITY, W10) == (0, None, 0)
    assert value(warehouse, "budgets_approved", CITY, W11) == (1, None, 1)


def test_figures_of_a_ledger_sent_at_events_say_of_nobody_that_it_is_late() -> None:
    warehouse = build(loads=WEEKS, open_matter=[matter("A", W9)])
    found = dicts(
        warehouse,
        "select distinct units_reported, units_expected from metrics.value"
        " where metric = 'open_matters'",
    )
    assert found == [{"units_reported": 1, "units_expected": 1}]


def test_duties_and_lists_are_those_of_the_return_in_use() -> None:
    person = {"unit_code": LAOSHAN, "member_kind": "department", "duty_system": "duty_matrix"}
    item = {"unit_code": LAOSHAN, "list_kind": "shared", "item_title": "示例"}
    warehouse = build(
        "marts.duty_roster",
        "marts.work_list_item",
        loads=WEEKS,
        duty=[
            {**person, "member_name": "甲", "duty_role": "lead", "as_of": W9},
            {**person, "member_name": "甲", "duty_role": "participating", "as_of": W11},
            {**person, "member_name": "乙", "duty_role": "lead", "as_of": W11},
        ],
        work_list=[{**item, "item_id": name, "as_of": W10} for name in ("A", "B")],
    )
    leads = "select as_of, member_name from marts.duty_roster where duty_role = 'lead' order by 1"
    assert [name for _, name in rows(warehouse, leads)] == ["甲", "甲", "乙", "乙"]
    per_week = "select count(*) from marts.work_list_item group by as_of order by as_of"
    assert rows(warehouse, per_week) == [(2,), (2,), (2,)]

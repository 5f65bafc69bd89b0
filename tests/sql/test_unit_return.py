"""Which return each week stands on: newest on or before its Sunday, carried forward and marked."""

from __future__ import annotations

import datetime as dt

from tests.sql.harness import rows
from tests.sql.returns import LAOSHAN, build, load

WEEKS = [dt.date(2021, 3, 7), dt.date(2021, 3, 14), dt.date(2021, 3, 21), dt.date(2021, 3, 28)]
COLUMNS = "as_of, used_as_of, is_reported, carried_from, weeks_stale"


def of_unit(warehouse, source: str, unit: str = LAOSHAN) -> list[tuple]:
    return rows(
        warehouse,
        f"select {COLUMNS} from staging.unit_return "
        f"where source = '{source}' and unit_code = '{unit}' order by as_of",
    )


def test_a_unit_that_missed_two_weeks_is_carried_forward() -> None:
    warehouse = build(
        "staging.unit_return",
        loads=[
            load("hazard_site", LAOSHAN, "2021-03-07"),
            load("hazard_site", LAOSHAN, "2021-03-28"),
        ],
    )
    assert of_unit(warehouse, "hazard_site") == [
        (WEEKS[0], WEEKS[0], True, None, 0),
        (WEEKS[1], WEEKS[0], False, WEEKS[0], 1),
        (WEEKS[2], WEEKS[0], False, WEEKS[0], 2),
        (WEEKS[3], WEEKS[3], True, None, 0),
    ]


def test_a_return_of_midweek_counts_for_the_sunday_it_runs_up_to() -> None:
    warehouse = build(
        "staging.unit_return",
        loads=[
            load("hazard_site", LAOSHAN, "2021-03-08"),
            load("hazard_site", LAOSHAN, "2021-03-10"),
        ],
    )
    assert rows(warehouse, "select as_of, week_label from staging.week") == [(WEEKS[1], "2021-W10")]
    assert of_unit(warehouse, "hazard_site") == [(WEEKS[1], dt.date(2021, 3, 10), True, None, 0)]


def test_a_monthly_return_stands_for_thirty_one_days() -> None:
    warehouse = build(
        "staging.unit_return",
        loads=[
            load("shelter", LAOSHAN, "2021-02-28"),
            load("hazard_site", LAOSHAN, "2021-04-04"),
        ],
    )
    last_weeks = of_unit(warehouse, "shelter")[-2:]
    assert last_weeks == [
        (dt.date(2021, 3, 28), dt.date(2021, 2, 28), True, None, 4),
        (dt.date(2021, 4, 4), dt.date(2021, 2, 28), False, dt.date(2021, 2, 28), 5),
    ]


def test_a_unit_that_never_reported_is_expected_and_has_nothing() -> None:
    warehouse = build("staging.unit_return", loads=[load("hazard_site", LAOSHAN, "2021-03-07")])
    assert of_unit(warehouse, "hazard_site", "370214") == [(WEEKS[0], None, False, None, None)]


def test_a_return_of_which_every_row_was_rejected_is_no_return() -> None:
    warehouse = build(
        "staging.unit_return",
        loads=[
            load("hazard_site", LAOSHAN, "2021-03-07", accepted=3),
            load("hazard_site", LAOSHAN, "2021-03-14", accepted=0, rejected=3),
            load("census_return", LAOSHAN, "2021-03-14", accepted=1),
        ],
    )
    assert of_unit(warehouse, "hazard_site")[-1] == (WEEKS[1], WEEKS[0], False, WEEKS[0], 1)


def test_a_superseded_load_is_not_counted() -> None:
    warehouse = build(
        "staging.unit_return",
        loads=[
            load("hazard_site", LAOSHAN, "2021-03-07"),
            load("hazard_site", LAOSHAN, "2021-03-14", load_state="已被取代"),
        ],
    )
    assert of_unit(warehouse, "hazard_site") == [(WEEKS[0], WEEKS[0], True, None, 0)]


def test_a_department_that_reports_is_listed_but_not_expected() -> None:
    warehouse = build("staging.unit_return", loads=[load("hazard_site", "370200ZR", "2021-03-07")])
    found = rows(
        warehouse,
        "select unit_code, is_expected from staging.unit_return "
        "where source = 'hazard_site' and (used_as_of is not null or unit_code = '370212') "
        "order by unit_code",
    )
    assert found == [("370200ZR", False), ("370212", True)]


def test_a_ledger_sent_at_events_is_never_missing_and_never_carried() -> None:
    warehouse = build(
        "staging.unit_return",
        loads=[
            load("open_matter", LAOSHAN, "2021-03-10"),
            load("hazard_site", LAOSHAN, "2021-03-07"),
            load("hazard_site", LAOSHAN, "2021-03-28"),
        ],
    )
    assert of_unit(warehouse, "open_matter") == [
        (WEEKS[0], None, False, None, None),
        *((week, dt.date(2021, 3, 10), True, None, n) for n, week in enumerate(WEEKS[1:])),
    ]
    owed = "select count(*) from staging.unit_return where source = 'open_matter' and is_expected"
    assert rows(warehouse, owed) == [(0,)]


def test_a_ledger_sent_at_events_sets_no_weeks() -> None:
    warehouse = build(
        "staging.unit_return",
        loads=[
            load("open_matter", LAOSHAN, "2021-06-06"),
            load("hazard_site", LAOSHAN, "2021-03-07"),
        ],
    )
    assert rows(warehouse, "select as_of from staging.week") == [(WEEKS[0],)]


def test_a_register_delivered_once_sets_no_weeks_and_is_not_waited_for() -> None:
    warehouse = build(
        "staging.unit_return",
        loads=[
            load("census_task", "370200", "2019-01-01"),
            load("hazard_site", LAOSHAN, "2021-03-07"),
        ],
    )
    assert rows(warehouse, "select as_of from staging.week") == [(WEEKS[0],)]
    assert rows(
        warehouse, "select count(*) from staging.unit_return where source = 'census_task'"
    ) == [(0,)]

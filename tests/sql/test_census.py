"""Census: returns by task, tasks and categories completed, changes of the task, records by date."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.sql.harness import dicts, rows
from tests.sql.returns import (
    CHENGYANG,
    CITY,
    COMMUNITY,
    LAOSHAN,
    SECOND_COMMUNITY,
    STREET,
    build,
    catalogue,
    load,
    task,
    value,
)

W10, W11, W12 = "2021-03-14", "2021-03-21", "2021-03-28"
DONE = {"task_status": "submitted", "submitted_objects": 100}


def in_chengyang(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "unit_code": CHENGYANG, "area_code": CHENGYANG}


def test_a_rate_is_the_sum_of_the_parts_over_all_tasks() -> None:
    warehouse = build(
        "metrics.value",
        census_return=[
            task("T001", W10, required=100, done=50),
            task("T002", W10, required=300, done=300),
            in_chengyang(task("T001", W10, required=600, done=0)),
        ],
    )
    assert value(warehouse, "census_collection_rate", LAOSHAN, W10) == (350, 400, 0.875)
    assert value(warehouse, "census_collection_rate", CITY, W10) == (350, 1000, 0.35)


def test_corrections_pass_against_what_was_returned_and_nothing_returned_is_no_rate() -> None:
    warehouse = build(
        "metrics.value",
        census_return=[
            task("T001", W10, done=90, returned_objects=10, corrected_objects=4, passed_objects=84),
            in_chengyang(task("T001", W10, done=90)),
        ],
    )
    assert value(warehouse, "census_correction_pass_rate", LAOSHAN, W10) == (4, 10, 0.4)
    assert value(warehouse, "census_correction_pass_rate", CHENGYANG, W10) == (0, 0, None)


def test_a_task_is_completed_from_submission_on() -> None:
    statuses = ["surveying", "province_check", "submitted", "assessing", "accepted"]
    warehouse = build(
        "metrics.value",
        census_return=[
            task(f"T{n:03d}", W10, task_status=status, documents=1)
            for n, status in enumerate(statuses)
        ],
    )
    assert value(warehouse, "census_tasks_completed", LAOSHAN, W10) == (3, None, 3)
    assert value(warehouse, "census_task_completion_rate", LAOSHAN, W10) == (3, 5, 0.6)
    assert value(warehouse, "census_documents_delivered", LAOSHAN, W10) == (5, None, 5)


def test_a_category_is_completed_when_all_its_assigned_tasks_are() -> None:
    warehouse = build(
        "metrics.value",
        census_task=[
            *catalogue("T001", "T002", category="甲类"),
            *catalogue("T003", "T004", category="乙类"),
        ],
        census_return=[
            task("T001", W10, **DONE),
            task("T002", W10, **DONE),
            task("T003", W10, **DONE),
            task("T004", W10),
            in_chengyang(task("T001", W10)),
            in_chengyang(task("T003", W10, **DONE)),
        ],
    )
    completed = [
        value(warehouse, "census_categories_completed", area, W10)
        for area in (LAOSHAN, CHENGYANG, CITY)
    ]
    # Not additive: the city has completed neither, though each district has completed one.
    assert [found[0] for found in completed if found] == [1, 1, 0]


def test_a_task_that_is_not_in_the_catalogue_counts_as_a_task_of_no_category() -> None:
    warehouse = build(
        "metrics.value",
        census_task=catalogue("T001"),
        census_return=[task("T001", W10, **DONE), task("T999", W10, **DONE)],
    )
    assert value(warehouse, "census_tasks_completed", LAOSHAN, W10) == (2, None, 2)
    assert value(warehouse, "census_categories_completed", LAOSHAN, W10) == (1, None, 1)


def test_a_task_reported_by_two_units_counts_once_the_newer_return_first() -> None:
    by_department = {"unit_code": "370200ZR"}
    warehouse = build(
        "marts.task_progress",
        census_return=[
            task("T001", W10, done=10),
            task("T001", W10, done=99, **by_department),
            task("T001", W11, done=20, **by_department),
        ],
    )
    assert rows(
        warehouse,
        "select as_of, unit_code, collected_objects from marts.task_progress order by as_of",
    ) == [(dt.date(2021, 3, 14), LAOSHAN, 10), (dt.date(2021, 3, 21), "370200ZR", 20)]


def test_a_district_that_did_not_report_stays_in_the_citys_total() -> None:
    warehouse = build(
        "metrics.value",
        census_return=[
            task("T001", W10, done=60),
            in_chengyang(task("T001", W10, done=20)),
            task("T001", W11, done=80),
        ],
    )
    assert value(warehouse, "census_collection_rate", CITY, W11) == (100, 200, 0.5)
    assert rows(
        warehouse,
        "select units_reported, units_expected from metrics.value where metric = "
        f"'census_collection_rate' and area_code = '{CITY}' and as_of = '{W11}'",
    ) == [(1, 10)]


# ------------------------------------------------------------------ changes of the task


def changes(warehouse: Any, as_of: str) -> dict[tuple[str, str], tuple[float, float, float]]:
    found = rows(
        warehouse,
        "select kind, subject_code, quantity, previous, current from marts.week_change "
        f"where as_of = '{as_of}' and area_code = '{LAOSHAN}' and kind <> 'not_returned'",
    )
    return {(kind, subject): tuple(figures) for kind, subject, *figures in found}


def test_the_denominator_change_is_split_from_work_done() -> None:
    warehouse = build(
        "marts.week_change",
        census_return=[
            task("T001", W10, required=100, done=40),
            task("T002", W10, required=50, done=50),
            task("T001", W11, required=80, done=45),
            task("T003", W11, required=200, done=7),
        ],
    )
    found = changes(warehouse, W11)
    # T001 gained 5, T003 came with 7; T002 was withdrawn with 50 done, which is no work undone.
    assert found["done", "collected"] == (12, 90, 52)
    assert found["denominator", "census_collection_rate"] == (130, 150, 280)
    assert ("denominator", "census_task_completion_rate") not in found


def test_newly_assigned_tasks_move_the_number_of_tasks() -> None:
    warehouse = build(
        "marts.week_change",
        "marts.task_change",
        census_return=[
            task("T001", W10, **DONE),
            task("T001", W11, **DONE),
            task("T002", W11),
        ],
    )
    assert changes(warehouse, W11) == {
        ("denominator", "census_collection_rate"): (100, 100, 200),
        ("denominator", "census_task_completion_rate"): (1, 1, 2),
    }
    assert dicts(
        warehouse,
        "select task_code, is_newly_assigned, is_withdrawn, is_newly_completed "
        "from marts.task_change",
    ) == [
        {
            "task_code": "T002",
            "is_newly_assigned": True,
            "is_withdrawn": False,
            "is_newly_completed": False,
        }
    ]


def test_the_first_return_of_a_unit_is_no_change() -> None:
    warehouse = build(
        "marts.week_change",
        census_return=[in_chengyang(task("T001", W10)), task("T001", W11, done=50)],
    )
    assert changes(warehouse, W11) == {}


def test_a_count_that_falls_is_named_so() -> None:
    warehouse = build(
        "marts.week_change",
        census_return=[task("T001", W10, done=50), task("T001", W11, done=45)],
    )
    assert changes(warehouse, W11)["fell", "collected"] == (-5, 50, 45)


# ------------------------------------------------------------------ records


def record(object_id: str, as_of: str, **more: Any) -> dict[str, Any]:
    return {
        "object_id": object_id,
        "task_code": "T001",
        "area_code": COMMUNITY,
        "longitude": 120.4,
        "latitude": 36.1,
        "unit_code": LAOSHAN,
        "as_of": as_of,
        **more,
    }


def test_the_newest_record_of_an_object_is_counted_by_its_dates() -> None:
    warehouse = build(
        "marts.census_record_progress",
        "marts.census_record_area",
        census_record=[
            record("A", W10, collected_on="2021-03-09"),
            record("B", W10),
            record("A", W12, collected_on="2021-03-09", proofread_on="2021-03-22"),
            record("C", W12, collected_on="2021-03-20", area_code=None, _unclaimed="未填区划"),
        ],
    )
    assert rows(
        warehouse,
        "select as_of, recorded_objects, collected_records, proofread_records "
        "from marts.census_record_progress order by as_of",
    ) == [
        (dt.date(2021, 3, 14), 3, 1, 0),
        (dt.date(2021, 3, 21), 3, 2, 0),
        (dt.date(2021, 3, 28), 3, 2, 1),
    ]
    assert rows(
        warehouse,
        "select area_code, recorded_objects, unclaimed_records "
        "from marts.census_record_area order by area_code",
    ) == [(LAOSHAN, 1, 1), (COMMUNITY, 2, 0)]


def test_records_add_up_from_communities_to_the_district_by_the_dates_of_their_steps() -> None:
    warehouse = build(
        "marts.census_place_progress",
        census_record=[
            record("A", W10, collected_on="2021-03-09", proofread_on="2021-03-22"),
            record("B", W10, collected_on="2021-03-09", area_code=SECOND_COMMUNITY),
            record("C", W12, inspected_on="2021-03-28", area_code=None, _unclaimed="未填区划"),
        ],
    )

    def counts(area: str, as_of: str) -> list[Any]:
        return rows(
            warehouse,
            "select recorded_objects, collected_records, proofread_records, inspected_records"
            f" from marts.census_place_progress where area_code = '{area}' and as_of = '{as_of}'",
        )

    assert counts(COMMUNITY, W10) == [(1, 1, 0, 0)]
    assert counts(COMMUNITY, W12) == [(1, 1, 1, 0)]
    assert counts(STREET, W12) == [(2, 2, 1, 0)]
    assert counts(LAOSHAN, W10) == [(3, 2, 0, 0)]
    assert counts(LAOSHAN, W12) == [(3, 2, 1, 1)]
    assert counts(CITY, W12) == []


def test_records_do_not_replace_the_official_return() -> None:
    warehouse = build(
        "metrics.value",
        census_return=[task("T001", W10, required=10, done=4)],
        census_record=[record(f"A{n}", W10, collected_on="2021-03-09") for n in range(9)],
        loads=[load("hazard_site", LAOSHAN, W10)],
    )
    assert value(warehouse, "census_collection_rate", LAOSHAN, W10) == (4, 10, 0.4)

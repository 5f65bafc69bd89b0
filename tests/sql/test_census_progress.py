"""Steps, classes and the week's work: what is added is work, what is withdrawn is not undone."""

from __future__ import annotations

from tests.sql.harness import dicts, rows
from tests.sql.returns import CITY, LAOSHAN, build, catalogue, load, task

W10, W11 = "2021-03-14", "2021-03-21"


def test_a_new_task_starts_at_nothing_and_a_withdrawn_one_takes_nothing_back() -> None:
    warehouse = build(
        "marts.task_gain",
        census_return=[
            task("T001", W10, done=10),
            task("T002", W10, done=50),
            task("T001", W11, done=30),
            task("T003", W11, done=5),
        ],
    )
    gains = "select task_code, collected_gain, is_comparable from marts.task_gain"
    assert rows(warehouse, f"{gains} where as_of = '{W11}' order by task_code") == [
        ("T001", 20, True),
        ("T003", 5, True),
    ]
    assert rows(warehouse, f"{gains} where as_of = '{W10}' order by task_code") == [
        ("T001", None, False),
        ("T002", None, False),
    ]


def test_every_step_tells_what_is_missing_to_reach_it() -> None:
    steps = {
        "collected_objects": 90,
        "proofread_objects": 80,
        "inspected_objects": 60,
        "returned_objects": 10,
        "corrected_objects": 4,
        "passed_objects": 54,
        "submitted_objects": 20,
    }
    warehouse = build("marts.step_progress", census_return=[task("T001", W10, **steps)])
    for area in (LAOSHAN, CITY):
        [row] = dicts(warehouse, f"select * from marts.step_progress where area_code = '{area}'")
        assert [
            row[f"{name}_objects"]
            for name in ("uncollected", "unproofread", "uninspected", "uncorrected", "unsubmitted")
        ] == [10, 10, 20, 6, 34]


def test_a_task_outside_the_catalogue_counts_in_the_total_and_in_no_class() -> None:
    warehouse = build(
        "marts.class_progress",
        "marts.step_progress",
        census_task=catalogue("T001"),
        census_return=[task("T001", W10, done=50), task("X999", W10, done=50)],
    )
    known = "select census_class, assigned_tasks from marts.class_progress"
    assert rows(warehouse, f"{known} where area_code = '{CITY}'") == [("geological", 1)]
    total = "select assigned_tasks from marts.step_progress"
    assert rows(warehouse, f"{total} where area_code = '{CITY}'") == [(2,)]


def test_a_week_without_a_return_is_marked_as_not_reported() -> None:
    warehouse = build(
        "marts.step_progress",
        loads=[load("hazard_site", LAOSHAN, W11)],
        census_return=[task("T001", W10, done=50)],
    )
    found = "select as_of, is_reported, collected_gain from marts.step_progress"
    marked = rows(warehouse, f"{found} where area_code = '{LAOSHAN}' order by as_of")
    assert [line[1:] for line in marked] == [(True, None), (False, 0)]

"""Row-level census results and sampling checks, derived from the weekly returns' own curves.

The k-th object of a task is collected in the first week whose 采集完成数 reaches k, and so on for
every step: counting the records of a task gives exactly the figures of its return.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import cache

from etl.forms.workbook import Row
from etl.sample.areas import communities, near
from etl.sample.census import Task, tasks
from etl.sample.draw import draw, pick, whole
from etl.sample.story import story

OBJECT_RADIUS = 0.002  # degrees around the community's point
STEPS = ("collected_on", "proofread_on", "inspected_on", "corrected_on")


@cache
def _records(unit: str) -> tuple[Row, ...]:
    return tuple(row for task in tasks(unit) if task.has_records for row in _of_task(task))


def _of_task(task: Task) -> list[Row]:
    collected = _step_days(task, task.collected, "collected")
    proofread = _step_days(task, task.proofread, "proofread")
    inspected = _step_days(task, task.inspected, "inspected")
    corrected = _step_days(task, task.corrected, "corrected")
    rows: list[Row] = []
    for k in range(1, task.required + 1):
        is_returned = task.returned_of(k) > task.returned_of(k - 1)
        place = pick(communities(task.unit), "object", task.unit, task.code, k)
        longitude, latitude = near(
            place.longitude, place.latitude, OBJECT_RADIUS, task.unit, task.code, k
        )
        rows.append(
            {
                "object_id": f"{task.unit}-{task.code}-{k:06d}",
                "task_code": task.code,
                "area_code": place.code,
                "longitude": longitude,
                "latitude": latitude,
                "collected_on": _nth(collected, k),
                "proofread_on": _nth(proofread, k),
                "inspected_on": _nth(inspected, k),
                "corrected_on": _nth(corrected, task.returned_of(k)) if is_returned else None,
                "is_returned": is_returned,
            }
        )
    return rows


def _step_days(task: Task, reached: Callable[[int], int], step: str) -> list[dt.date]:
    """The day of the first, second, third … object of a step, in weeks that matter."""
    days: list[dt.date] = []
    last_week = story().week_no(story().last_week)
    for week in range(task.start_week, last_week + 1):
        sunday = story().sunday(week)
        for k in range(len(days) + 1, reached(week) + 1):
            back = whole(0, 6, step, task.unit, task.code, k)
            days.append(sunday - dt.timedelta(days=back))
    return days


def _nth(days: list[dt.date], k: int) -> dt.date | None:
    return days[k - 1] if 0 < k <= len(days) else None


def record_rows(unit: str, as_of: dt.date) -> list[Row]:
    """The records of a district as they stood on a day; objects not yet collected included."""
    day = story().effective(unit, as_of)
    return [_as_of(row, day) for row in _records(unit)]


def _as_of(row: Row, day: dt.date) -> Row:
    known = {step: _until(row[step], day) for step in STEPS}
    if known["inspected_on"] is None:
        result = "待检验"
    elif row["is_returned"] and known["corrected_on"] is None:
        result = "退回修正"
    else:
        result = "核查通过"
    return {**row, **known, "inspection_result": result}


def _until(value: object, day: dt.date) -> dt.date | None:
    return value if isinstance(value, dt.date) and value <= day else None


CHECKED_SHARE = 0.4
INDICATORS_PER_OBJECT = 30
_CHECKS = (("县级自检", -4), ("市级核查", -2))  # level, weeks before submission


@cache
def _checks(unit: str) -> tuple[Row, ...]:
    chosen = [t for t in tasks(unit) if draw("checked", unit, t.code) < CHECKED_SHARE]
    rows: list[Row] = []
    for task in chosen:
        for level, after in _CHECKS:
            sunday = story().sunday(task.done_week + after)
            checked_on = sunday - dt.timedelta(days=whole(0, 4, "check", unit, task.code, level))
            rows.append(_check_row(task, level, checked_on))
    in_order = sorted(rows, key=lambda row: (str(row["checked_on"]), str(row["task_code"])))
    return tuple({"check_id": f"HC{unit}{n:04d}", **row} for n, row in enumerate(in_order, 1))


def _check_row(task: Task, level: str, checked_on: dt.date) -> Row:
    key = (task.unit, task.code, level)
    surveyed = task.required_at(story().week_no(checked_on))
    sampled = min(surveyed, -(-surveyed * whole(10, 14, "sample", *key) // 100))
    indicators = sampled * INDICATORS_PER_OBJECT
    wrong = int(indicators * 0.04 * draw("wrong", *key))
    if _is_half(wrong, indicators):
        wrong += 1
    return {
        "area_code": task.unit,
        "task_code": task.code,
        "check_level": level,
        "checked_on": checked_on,
        "surveyed_objects": surveyed,
        "sampled_objects": sampled,
        "checked_indicators": indicators,
        "wrong_indicators": wrong,
        "printed_error_rate": round(100 * wrong / indicators, 2),
        "check_result": "核查通过",
    }


def _is_half(wrong: int, indicators: int) -> bool:
    """True when the rate lies exactly between two printed ones (two decimals of a percent)."""
    return wrong * 20_000 % indicators == 0 and wrong * 20_000 // indicators % 2 == 1


def check_rows(unit: str, as_of: dt.date) -> list[Row]:
    """The sampling checks of a district made by a day."""
    day = story().effective(unit, as_of)
    return [row for row in _checks(unit) if _until(row["checked_on"], day)]

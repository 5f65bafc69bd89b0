"""Weekly census returns: every task's counts as functions of the week, closed by construction.

Collection follows the district's working pace; proofreading lags it by one week, inspection by two,
correction by two more; what is submitted is all or half. So each step stays within the one before,
and the counts never fall, for any pace.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from etl.forms.workbook import YES, Row
from etl.sample.areas import District, districts
from etl.sample.draw import draw, shuffled, whole
from etl.sample.story import story, table

PROOFREAD_LAG, INSPECT_LAG, CORRECT_LAG = 1, 2, 2
CLOSING_WEEKS = 5  # from the last collection to submission: the lags above and one to hand over
LISTING_WEEKS = 3
LARGE_TASK = 3000  # objects in a district of Laoshan's size
_LONG_AGO = -60  # weeks before the first one: nothing had begun
_MILESTONES = (  # weeks counted from submission -> task status, the last one reached counts
    (-CLOSING_WEEKS, "县级自检"),
    (-3, "市级核查"),
    (-1, "省级核查"),
    (0, "已汇交"),
    (8, "评估区划"),
    (16, "已验收"),
)


@cache
def work_done(unit: str, week: int) -> float:
    """Weeks of work a district has put in by a week, its slow weeks counted for what they were."""
    if week <= _LONG_AGO:
        return 0.0
    slow = story().slow_weeks.get(story().sunday(week).isoformat(), 1.0)
    return work_done(unit, week - 1) + slow * (0.8 + 0.4 * draw("pace", unit, week))


@dataclass(frozen=True)
class Task:
    """One task of one district: how much, from when, and the week in which it is handed over."""

    unit: str
    code: str
    name: str
    required: int
    listed: int
    start_week: int
    done_week: int
    assigned_on: dt.date
    returned_share: float
    documents: int
    maps: int
    datasets: int
    has_records: bool
    reduced: int | None
    reduced_week: int

    def required_at(self, week: int) -> int:
        """应查数 in a week."""
        return self.reduced if self.reduced and week >= self.reduced_week else self.required

    def collected(self, week: int) -> int:
        """采集完成数 in a week."""
        last = self.done_week - CLOSING_WEEKS
        if week >= last:
            return self.required_at(week)
        done = work_done(self.unit, week) - work_done(self.unit, self.start_week)
        all_of_it = work_done(self.unit, last) - work_done(self.unit, self.start_week)
        return min(max(int(self.required * done / all_of_it), 0), self.required_at(week))

    def proofread(self, week: int) -> int:
        """校对完成数 in a week."""
        return self.collected(week - PROOFREAD_LAG)

    def inspected(self, week: int) -> int:
        """检验完成数 in a week."""
        return self.collected(week - INSPECT_LAG)

    def returned_of(self, inspected: int) -> int:
        """How many of the first `inspected` objects were sent back."""
        return int(self.returned_share * inspected)

    def returned(self, week: int) -> int:
        """退回修正数 in a week."""
        return self.returned_of(self.inspected(week))

    def corrected(self, week: int) -> int:
        """修正合格数 in a week."""
        return self.returned(week - CORRECT_LAG)

    def passed(self, week: int) -> int:
        """检验合格数 in a week."""
        return self.inspected(week) - self.returned(week) + self.corrected(week)

    def submitted(self, week: int) -> int:
        """汇交数 in a week: nothing, then half of what has passed, then everything."""
        if week >= self.done_week:
            return self.required_at(week)
        return self.passed(week) // 2 if week >= self.done_week - 2 else 0

    def status(self, week: int) -> str:
        """任务状态 in a week."""
        if week < self.start_week - LISTING_WEEKS:
            return "未启动"
        if week < self.start_week:
            return "清查"
        reached = [word for after, word in _MILESTONES if week - self.done_week >= after]
        return reached[-1] if reached else "调查"


def _wanted(work: Mapping[str, str], district: District) -> bool:
    is_pilot = district.unit == story().pilot_unit
    if is_pilot:
        return work["pilot"] in ("yes", "later")
    return {
        "all": True,
        "coastal": district.is_coastal,
        "rural": district.is_rural,
        "mining": district.is_mining,
        "pilot": False,
    }[work["assigned_to"]]


@cache
def tasks(unit: str) -> tuple[Task, ...]:
    """The tasks of a district in the catalogue's order, those assigned later included."""
    district = districts()[unit]
    works = [work for work in table("workload") if _wanted(work, district)]
    early = [w["task_code"] for w in works if not _is_later(w, unit)]
    done = _done_weeks(district, early)
    return tuple(_task(district, work, done) for work in works)


def _is_later(work: Mapping[str, str], unit: str) -> bool:
    return unit == story().pilot_unit and work["pilot"] == "later"


def _done_weeks(district: District, codes: list[str]) -> dict[str, int]:
    first, last = district.first_done_week, district.last_done_week
    order = shuffled([c for c in codes if c not in _large()], "done", district.unit)
    for code in shuffled([c for c in codes if c in _large()], "late", district.unit):
        order.insert(int(len(order) * (0.55 + 0.4 * draw("late", district.unit, code))), code)
    step = (last - first) / max(len(order) - 1, 1)
    return {code: round(first + step * n) for n, code in enumerate(order)}


@cache
def _large() -> frozenset[str]:
    """The tasks with so many objects that they take months and come in late."""
    rows = table("workload")
    return frozenset(r["task_code"] for r in rows if int(r["objects"]) >= LARGE_TASK)


def _task(district: District, work: Mapping[str, str], done: Mapping[str, int]) -> Task:
    code, unit, plot = work["task_code"], district.unit, story()
    is_later = _is_later(work, unit)
    assigned_on = plot.growing["since"] if is_later else plot.first_week
    earliest = plot.week_no(assigned_on)
    done_week = earliest + whole(9, 20, "later", code) if is_later else done[code]
    weeks = whole(9, 16, "weeks", unit, code) * (2 if code in _large() else 1)
    start = max(done_week - weeks, earliest) if is_later else done_week - weeks
    required = max(round(int(work["objects"]) * district.size * (0.8 + 0.4 * draw(unit, code))), 3)
    shrinks = unit == plot.shrinking["unit"] and code in plot.shrinking["tasks"]
    catalogue = catalogue_by_code()[code]
    return Task(
        unit=unit,
        code=code,
        name=catalogue["task_name"],
        required=required,
        listed=round(required * (1.02 + 0.06 * draw("listed", unit, code))) + 1,
        start_week=start,
        done_week=done_week,
        assigned_on=assigned_on,
        returned_share=0.03 + 0.09 * draw("returned", unit, code),
        documents=int(work["documents"]),
        maps=whole(1, 3, "maps", unit, code) if "图件" in catalogue["deliverable_kinds"] else 0,
        datasets=1 if "数据" in catalogue["deliverable_kinds"] else 0,
        has_records=work["has_records"] == YES,
        reduced=round(required * plot.shrinking["kept"]) if shrinks else None,
        reduced_week=plot.week_no(plot.shrinking["since"]),
    )


@cache
def catalogue_by_code() -> Mapping[str, Mapping[str, str]]:
    """The task catalogue by task code."""
    return {row["task_code"]: row for row in table("tasks")}


def catalogue_rows() -> list[Row]:
    """The catalogue as the city office reports it."""
    return [dict(row) for row in table("tasks")]


def return_rows(unit: str, as_of: dt.date) -> list[Row]:
    """A district's weekly return: one row per task assigned by then."""
    week = story().week_no(story().effective(unit, as_of))
    return [_return_row(t, week) for t in tasks(unit) if t.assigned_on <= as_of]


def _return_row(task: Task, week: int) -> Row:
    is_done = week >= task.done_week
    return {
        "area_code": task.unit,
        "task_code": task.code,
        "task_name": task.name,
        "listed_objects": task.listed if week >= task.start_week - LISTING_WEEKS else 0,
        "required_objects": task.required_at(week),
        "collected_objects": task.collected(week),
        "proofread_objects": task.proofread(week),
        "inspected_objects": task.inspected(week),
        "returned_objects": task.returned(week),
        "corrected_objects": task.corrected(week),
        "passed_objects": task.passed(week),
        "submitted_objects": task.submitted(week),
        "task_status": task.status(week),
        "documents": task.documents if is_done else 0,
        "maps": task.maps if is_done else 0,
        "datasets": task.datasets if is_done else 0,
    }


def total_row(rows: list[Row], label: str, numbers: tuple[str, ...]) -> Row:
    """The 合计 row below `rows`: `label` is the column that carries the word."""
    sums = {name: sum(_number(row.get(name)) for row in rows) for name in numbers}
    return {label: "合计", **sums}


def _number(value: object) -> float:
    return value if isinstance(value, (int, float)) else 0

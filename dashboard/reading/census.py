"""What the census page asks the warehouse: steps, classes, tasks, pace, changes, sampling.

Shares are divided here, from the parts that the marts keep: a mart has no division.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from dashboard import read


@dataclass(frozen=True)
class Measure:
    """One way to say how far a class or a task is: `done` of `total`, and what a week adds."""

    code: str
    title: str
    done: str
    total: str
    gain: str
    unit: str
    of_task: str  # whether a single task is done, in the columns of marts.task_gain


def _of_objects(step: str, title: str) -> Measure:
    return Measure(
        *(step, title, f"{step}_objects", "required_objects", f"{step}_gain", "个"),
        of_task=f"{step}_objects",
    )


MEASURES = (
    _of_objects("passed", "检验合格率"),
    Measure(
        *("tasks", "任务完成率", "completed_tasks", "assigned_tasks", "completed_gain", "项"),
        of_task="cast(is_completed as bigint)",
    ),
    _of_objects("collected", "采集率"),
    _of_objects("proofread", "校对率"),
    _of_objects("inspected", "检验率"),
    _of_objects("submitted", "汇交率"),
)


@dataclass(frozen=True)
class CensusClass:
    """One of the 11 classes, in the customary order 6 灾种, 4 承灾体, 1 应急综合."""

    code: str
    title: str
    group: str


@read.per_version
def classes(warehouse: read.Warehouse) -> tuple[CensusClass, ...]:
    """The 11 classes."""
    rows = warehouse.query(
        "select c.code, c.title, g.title from codes.census_class as c"
        " inner join codes.census_group as g on g.code = c.parent_code"
        " order by cast(g.sort as integer), cast(c.sort as integer)"
    )
    return tuple(CensusClass(*row) for row in rows.iter_rows())


@read.per_version
def steps(warehouse: read.Warehouse, area: str, as_of: date) -> dict[str, Any] | None:
    """The row of marts.step_progress; None below the districts and where nothing was reported."""
    rows = warehouse.query(
        "select * from marts.step_progress where area_code = ? and as_of = ?", [area, as_of]
    )
    return None if rows.is_empty() else rows.row(0, named=True)


STEP_SHARES = """
with row as (
    select * from marts.step_progress where area_code = ? and as_of = ?
), parts as (
    select t.step, t.objects, t.lost, row.required_objects
    from row, lateral (values
        ('required', required_objects, null),
        ('collected', collected_objects, uncollected_objects),
        ('proofread', proofread_objects, unproofread_objects),
        ('inspected', inspected_objects, uninspected_objects),
        ('passed', passed_objects, uncorrected_objects),
        ('submitted', submitted_objects, unsubmitted_objects)
    ) as t (step, objects, lost)
)
select step, objects, lost, objects / nullif(required_objects, 0) as share,
    lost / nullif(required_objects, 0) as lost_share
from parts
"""


@read.per_version
def step_shares(warehouse: read.Warehouse, area: str, as_of: date) -> pl.DataFrame:
    """step, objects, lost, share, lost_share: each step against what is to be surveyed."""
    return warehouse.query(STEP_SHARES, [area, as_of])


SPLIT = """
with now as (
    select * from marts.step_progress where area_code = $1 and as_of = $2
), before as (
    select * from marts.step_progress where area_code = $1 and as_of = $2 - 7
), parts as (
    select t.*
    from now, before, lateral (values
        (1, 'tasks', before.completed_tasks, now.completed_tasks, before.assigned_tasks,
            now.assigned_tasks, now.completed_gain),
        (2, 'collected', before.collected_objects, now.collected_objects,
            before.required_objects, now.required_objects, now.collected_gain),
        (3, 'proofread', before.proofread_objects, now.proofread_objects,
            before.required_objects, now.required_objects, now.proofread_gain),
        (4, 'inspected', before.inspected_objects, now.inspected_objects,
            before.required_objects, now.required_objects, now.inspected_gain),
        (5, 'passed', before.passed_objects, now.passed_objects,
            before.required_objects, now.required_objects, now.passed_gain),
        (6, 'submitted', before.submitted_objects, now.submitted_objects,
            before.required_objects, now.required_objects, now.submitted_gain)
    ) as t (position, measure, n0, n1, d0, d1, gain)
)
select measure, n0, n1, d0, d1, coalesce(gain, 0) as gain, d1 - d0 as task_moved,
    n0 / nullif(d0, 0) as share_before, n1 / nullif(d1, 0) as share_now,
    coalesce(gain, 0) / nullif(d0, 0) as by_work,
    n1 / nullif(d1, 0) - n0 / nullif(d0, 0) - coalesce(gain, 0) / nullif(d0, 0) as by_task
from parts order by position
"""


@read.per_version
def split(warehouse: read.Warehouse, area: str, as_of: date) -> pl.DataFrame:
    """Per measure: last week's share, this week's, and what of the change is work, what is task.

    The work's part is the week's gain over last week's total; the rest came with tasks that were
    added, withdrawn or resized, or with a district that reported for the first time.
    """
    return warehouse.query(SPLIT, [area, as_of])


@read.per_version
def moved_tasks(warehouse: read.Warehouse, as_of: date) -> pl.DataFrame:
    """Tasks that were added, withdrawn or resized since last week."""
    return warehouse.query(
        "select area_code, task_code, task_name, is_newly_assigned, is_withdrawn,"
        " previous_required_objects, required_objects from marts.task_change where as_of = ?"
        " and (is_newly_assigned or is_withdrawn or previous_required_objects <> required_objects)"
        " order by area_code, task_code",
        [as_of],
    )


def measure(code: str) -> Measure:
    """The measure of that code."""
    return next(one for one in MEASURES if one.code == code)


@read.per_version
def cells(warehouse: read.Warehouse, code: str, as_of: date) -> pl.DataFrame:
    """area_code, census_class (null for all tasks), done, total, share, is_reported."""
    m = measure(code)
    columns = f"{m.done} as done, {m.total} as total, {m.done} / nullif({m.total}, 0) as share"
    return warehouse.query(
        f"select area_code, census_class, {columns}, is_reported from marts.class_progress"
        " where as_of = $1 union all"
        f" select area_code, null, {columns}, is_reported from marts.step_progress"
        " where as_of = $1",
        [as_of],
    )


@read.per_version
def undertaken(warehouse: read.Warehouse, area: str, as_of: date) -> frozenset[str]:
    """The classes of which the area has at least one task."""
    rows = warehouse.query(
        "select census_class from marts.class_progress"
        " where area_code = ? and as_of = ? and assigned_tasks > 0",
        [area, as_of],
    )
    return frozenset(rows["census_class"].to_list())


@read.per_version
def tasks(warehouse: read.Warehouse, code: str, area: str, as_of: date) -> pl.DataFrame:
    """The tasks of a district: class, category, name, status, objects step by step, share."""
    m = measure(code)
    total = "1" if code == "tasks" else f"gain.{m.total}"
    return warehouse.query(
        "select gain.census_class, task.category_name, gain.task_code, task.task_name,"
        " status.title as status, gain.is_completed, gain.required_objects,"
        " gain.collected_objects, gain.proofread_objects, gain.inspected_objects,"
        f" gain.passed_objects, gain.submitted_objects, {m.of_task} / nullif({total}, 0) as share"
        " from marts.task_gain as gain"
        " left join (select as_of, coalesce(district_code, area_code) as area_code, task_code,"
        "  min(task_name) as task_name, min(category_name) as category_name,"
        "  min(task_order) as task_order, min(task_status) as task_status"
        "  from marts.task_progress group by all) as task using (as_of, area_code, task_code)"
        " left join codes.task_status as status on status.code = task.task_status"
        " where gain.area_code = ? and gain.as_of = ? order by task.task_order, gain.task_code",
        [area, as_of],
    )


@read.per_version
def pace(warehouse: read.Warehouse, code: str, as_of: date) -> pl.DataFrame:
    """area_code, census_class, gain, gained_share, place, state of every district in a class.

    state: moving, stalled, fell, finished, carried (nothing was returned), or new (no last week).
    Only what moves has a place; equals share it.
    """
    m = measure(code)
    return warehouse.query(
        "with judged as (select p.area_code, p.census_class,"
        f" p.{m.gain} as gain, p.{m.gain} / nullif(p.{m.total}, 0) as gained_share,"
        " case when not p.is_reported then 'carried'"
        f" when p.{m.gain} is null then 'new' when p.{m.gain} > 0 then 'moving'"
        f" when p.{m.gain} < 0 then 'fell' when p.{m.done} >= p.{m.total} then 'finished'"
        " else 'stalled' end as state"
        " from marts.class_progress as p inner join staging.area as a using (area_code)"
        " where p.as_of = ? and a.area_level = 'district')"
        " select judged.*, case when state = 'moving' then rank() over ("
        "  partition by census_class, state order by gained_share desc) end as place"
        " from judged",
        [as_of],
    )


@read.per_version
def sampling_gaps(warehouse: read.Warehouse, as_of: date) -> dict[str, tuple[float, int]]:
    """Per area: printed less recomputed error rate over the same checks, and checks apart."""
    rows = warehouse.query(
        "select u.ancestor_code, (sum(p.printed_wrong_indicators)"
        "  - sum(p.printed_recounted_indicators)) / nullif(sum(p.printed_checked_indicators), 0),"
        " cast(sum(p.printed_apart_checks) as bigint)"
        " from marts.sampling_progress as p"
        " inner join staging.area_ancestor as u using (area_code)"
        " where p.as_of = ? and p.check_level = 'city' group by u.ancestor_code",
        [as_of],
    )
    return {area: (gap, apart) for area, gap, apart in rows.iter_rows()}


@read.per_version
def checks_apart(warehouse: read.Warehouse, as_of: date) -> pl.DataFrame:
    """The city's checks in force whose printed error rate departs from their counts, worst first.

    area_code, check_id, task_name, wrong_indicators, checked_indicators, recounted, printed, gap;
    the last three are rates from 0 to 1.
    """
    return warehouse.query(
        "select c.area_code, c.check_id, t.task_name, c.wrong_indicators, c.checked_indicators,"
        " c.wrong_indicators / nullif(c.checked_indicators, 0) as recounted,"
        " c.printed_error_rate as printed, printed - recounted as gap"
        " from staging.sampling_check as c"
        " left join staging.census_task as t using (task_code)"
        " where c.check_level = 'city' and c.is_printed_apart and c.used_as_of <= $1"
        " and (c.replaced_as_of is null or c.replaced_as_of > $1)"
        " order by abs(gap) desc, c.check_id",
        [as_of],
    )


@read.per_version
def checks_below_rule(warehouse: read.Warehouse, as_of: date) -> pl.DataFrame:
    """The city's checks in force whose sample is below the target of metric sampling_rate."""
    return warehouse.query(
        "select c.area_code, c.check_id, t.task_name, c.checked_on, c.surveyed_objects,"
        " c.sampled_objects, c.sampled_objects / nullif(c.surveyed_objects, 0) as share"
        " from staging.sampling_check as c"
        " left join staging.census_task as t using (task_code)"
        " inner join metrics.definition as d on d.metric = 'sampling_rate'"
        " where c.check_level = 'city' and c.used_as_of <= $1"
        " and (c.replaced_as_of is null or c.replaced_as_of > $1)"
        " and c.sampled_objects < d.target * c.surveyed_objects"
        " order by share, c.check_id",
        [as_of],
    )

/*
title = "普查任务变动"
grain = "一行一周一个区(市)变动了的一项任务"
key = ["as_of", "area_code", "task_code"]
description = """
与上周相比：新承担、不再承担、应查数改变或完成状态改变的任务。单位首次报送的那一周没有可比的上周，不列。"""
[columns]
is_newly_assigned = "是否新承担"
is_withdrawn = "是否不再承担"
is_newly_completed = "是否本周完成"
is_reopened = { title = "是否由完成退回", note = "上周已完成、本周未完成" }
previous_required_objects = { title = "上周应查数", unit = "个" }
previous_task_status = "上周任务状态"
*/

with

tasks as (
    select
        as_of,
        area_code,
        task_code,
        task_name,
        required_objects,
        task_status,
        is_completed
    from marts.task_progress
),

earlier as (
    select
        as_of + 7 as as_of,
        area_code,
        task_code,
        task_name,
        required_objects,
        task_status,
        is_completed
    from tasks
),

-- Weeks that have a week before them to be compared with.
comparable as (
    select distinct
        tasks.as_of,
        tasks.area_code
    from tasks
    inner join earlier
        on
            tasks.as_of = earlier.as_of
            and tasks.area_code = earlier.area_code
),

compared as (
    select
        coalesce(tasks.as_of, earlier.as_of) as as_of,
        coalesce(tasks.area_code, earlier.area_code) as area_code,
        coalesce(tasks.task_code, earlier.task_code) as task_code,
        coalesce(tasks.task_name, earlier.task_name) as task_name,
        earlier.task_code is null as is_newly_assigned,
        tasks.task_code is null as is_withdrawn,
        coalesce(tasks.is_completed and not coalesce(earlier.is_completed, false), false) as is_newly_completed,
        coalesce(earlier.is_completed and not tasks.is_completed, false) as is_reopened,
        earlier.required_objects as previous_required_objects,
        tasks.required_objects,
        earlier.task_status as previous_task_status,
        tasks.task_status
    from tasks
    full outer join earlier
        on
            tasks.as_of = earlier.as_of
            and tasks.area_code = earlier.area_code
            and tasks.task_code = earlier.task_code
)

select
    compared.as_of,
    compared.area_code,
    compared.task_code,
    compared.task_name,
    compared.is_newly_assigned,
    compared.is_withdrawn,
    compared.is_newly_completed,
    compared.is_reopened,
    compared.previous_required_objects,
    compared.required_objects,
    compared.previous_task_status,
    compared.task_status
from compared
inner join comparable
    on
        compared.as_of = comparable.as_of
        and compared.area_code = comparable.area_code
where
    compared.is_newly_assigned
    or compared.is_withdrawn
    or compared.is_newly_completed
    or compared.is_reopened
    or compared.previous_required_objects <> compared.required_objects

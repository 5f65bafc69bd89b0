/*
title = "本周变化：普查环节"
grain = "一行一周一个区(市)的一项变化"
key = ["as_of", "area_code", "kind", "subject_code"]
description = """
普查各环节本周做了多少：各任务比上周多出的数之和，新承担的任务从零算起，撤销的任务不扣；
因此与任务数变动（应查对象、承担任务的增减，见 marts.value_change）分得开。减少的列为累计数回落。
单位首次报送的那一周没有可比的上周，不列。"""
[columns]
area_code = "区(市)代码"
kind = { title = "变化类别", note = "代码表 codes.change_kind" }
metric = { title = "指标", note = "与之对应的指标，没有为空" }
subject_code = "变化事项代码"
subject = "变化事项"
quantity = { title = "变化数", note = "单位见 unit" }
unit = "单位"
previous = { title = "上周数", note = "单位见 unit" }
current = { title = "本周数", note = "单位见 unit" }
note = "说明"
*/

with

tasks as (
    select
        as_of,
        coalesce(district_code, area_code) as area_code,
        task_code,
        required_objects,
        collected_objects,
        proofread_objects,
        inspected_objects,
        corrected_objects,
        submitted_objects
    from marts.task_progress
),

steps as (
    select
        code,
        title
    from codes.census_step
),

tasks_earlier as (
    select
        as_of + 7 as as_of,
        area_code,
        task_code,
        collected_objects,
        proofread_objects,
        inspected_objects,
        corrected_objects,
        submitted_objects
    from tasks
),

task_weeks_earlier as (
    select
        as_of,
        area_code,
        cast(sum(collected_objects) as bigint) as collected_objects,
        cast(sum(proofread_objects) as bigint) as proofread_objects,
        cast(sum(inspected_objects) as bigint) as inspected_objects,
        cast(sum(corrected_objects) as bigint) as corrected_objects,
        cast(sum(submitted_objects) as bigint) as submitted_objects
    from tasks_earlier
    group by
        as_of,
        area_code
),

-- Work done: what the tasks of this week gained; a task that came with this week started at nothing.
task_gains as (
    select
        tasks.as_of,
        tasks.area_code,
        cast(sum(tasks.collected_objects) as bigint) as collected_objects,
        cast(sum(tasks.proofread_objects) as bigint) as proofread_objects,
        cast(sum(tasks.inspected_objects) as bigint) as inspected_objects,
        cast(sum(tasks.corrected_objects) as bigint) as corrected_objects,
        cast(sum(tasks.submitted_objects) as bigint) as submitted_objects,
        cast(sum(tasks.collected_objects - coalesce(tasks_earlier.collected_objects, 0)) as bigint) as collected_gain,
        cast(sum(tasks.proofread_objects - coalesce(tasks_earlier.proofread_objects, 0)) as bigint) as proofread_gain,
        cast(sum(tasks.inspected_objects - coalesce(tasks_earlier.inspected_objects, 0)) as bigint) as inspected_gain,
        cast(sum(tasks.corrected_objects - coalesce(tasks_earlier.corrected_objects, 0)) as bigint) as corrected_gain,
        cast(sum(tasks.submitted_objects - coalesce(tasks_earlier.submitted_objects, 0)) as bigint) as submitted_gain
    from tasks
    left join tasks_earlier
        on
            tasks.as_of = tasks_earlier.as_of
            and tasks.area_code = tasks_earlier.area_code
            and tasks.task_code = tasks_earlier.task_code
    group by
        tasks.as_of,
        tasks.area_code
),

step_gains as (
    select
        task_gains.as_of,
        task_gains.area_code,
        steps.code as subject_code,
        steps.title as subject,
        case steps.code
            when 'collected' then 'census_collection_rate'
            when 'proofread' then 'census_proofreading_rate'
            when 'inspected' then 'census_inspection_rate'
            when 'corrected' then 'census_correction_pass_rate'
            when 'submitted' then 'census_submission_rate'
        end as metric,
        case steps.code
            when 'collected' then task_gains.collected_gain
            when 'proofread' then task_gains.proofread_gain
            when 'inspected' then task_gains.inspected_gain
            when 'corrected' then task_gains.corrected_gain
            when 'submitted' then task_gains.submitted_gain
        end as quantity,
        case steps.code
            when 'collected' then earlier.collected_objects
            when 'proofread' then earlier.proofread_objects
            when 'inspected' then earlier.inspected_objects
            when 'corrected' then earlier.corrected_objects
            when 'submitted' then earlier.submitted_objects
        end as previous,
        case steps.code
            when 'collected' then task_gains.collected_objects
            when 'proofread' then task_gains.proofread_objects
            when 'inspected' then task_gains.inspected_objects
            when 'corrected' then task_gains.corrected_objects
            when 'submitted' then task_gains.submitted_objects
        end as current
    from task_gains
    inner join task_weeks_earlier as earlier
        on
            task_gains.as_of = earlier.as_of
            and task_gains.area_code = earlier.area_code
    cross join steps
),

census_changes as (
    select
        as_of,
        area_code,
        case when quantity < 0 then 'fell' else 'done' end as kind,
        metric,
        subject_code,
        subject,
        quantity,
        '个' as unit,
        previous,
        current,
        cast(null as varchar) as note
    from step_gains
    where quantity <> 0
)

select
    as_of,
    area_code,
    kind,
    metric,
    subject_code,
    subject,
    cast(quantity as double) as quantity,
    unit,
    cast(previous as double) as previous,
    cast(current as double) as current,
    note
from census_changes

/*
title = "普查任务本周所做"
grain = "一行一周一个区(市)的一项任务"
key = ["as_of", "area_code", "task_code"]
description = """
每项任务各环节本周比上周多出的数，即本周做了多少；新承担的任务从零算起，撤销的任务不扣：
因此与任务数变动（应查数、承担任务的增减）分得开，这条规则只写在这里。
单位首次报送的那一周没有可比的上周，各增加数为空。"""
[columns]
area_code = "区(市)代码"
is_comparable = { title = "有无可比的上周", note = "单位首次报送的那一周没有" }
completed_gain = { title = "本周完成任务数", unit = "项", note = "由完成退回的为 −1" }
collected_gain = { title = "本周采集", unit = "个" }
proofread_gain = { title = "本周校对", unit = "个" }
inspected_gain = { title = "本周检验", unit = "个" }
corrected_gain = { title = "本周修正合格", unit = "个" }
passed_gain = { title = "本周检验合格", unit = "个" }
submitted_gain = { title = "本周汇交", unit = "个" }
*/

with

tasks as (
    select
        as_of,
        coalesce(district_code, area_code) as area_code,
        task_code,
        max(census_class) as census_class,
        cast(sum(required_objects) as bigint) as required_objects,
        cast(sum(collected_objects) as bigint) as collected_objects,
        cast(sum(proofread_objects) as bigint) as proofread_objects,
        cast(sum(inspected_objects) as bigint) as inspected_objects,
        cast(sum(returned_objects) as bigint) as returned_objects,
        cast(sum(corrected_objects) as bigint) as corrected_objects,
        cast(sum(passed_objects) as bigint) as passed_objects,
        cast(sum(submitted_objects) as bigint) as submitted_objects,
        bool_and(is_completed) as is_completed,
        bool_and(is_reported) as is_reported
    from marts.task_progress
    group by
        as_of,
        coalesce(district_code, area_code),
        task_code
),

earlier as (
    select
        as_of + 7 as as_of,
        area_code,
        task_code,
        collected_objects,
        proofread_objects,
        inspected_objects,
        corrected_objects,
        passed_objects,
        submitted_objects,
        is_completed
    from tasks
),

comparable as (
    select distinct
        as_of,
        area_code
    from earlier
)

select
    tasks.as_of,
    tasks.area_code,
    tasks.task_code,
    tasks.census_class,
    tasks.required_objects,
    tasks.collected_objects,
    tasks.proofread_objects,
    tasks.inspected_objects,
    tasks.returned_objects,
    tasks.corrected_objects,
    tasks.passed_objects,
    tasks.submitted_objects,
    tasks.is_completed,
    tasks.is_reported,
    comparable.as_of is not null as is_comparable,
    case
        when comparable.as_of is not null
            then cast(tasks.is_completed as bigint) - cast(coalesce(earlier.is_completed, false) as bigint)
    end as completed_gain,
    case
        when comparable.as_of is not null then tasks.collected_objects - coalesce(earlier.collected_objects, 0)
    end as collected_gain,
    case
        when comparable.as_of is not null then tasks.proofread_objects - coalesce(earlier.proofread_objects, 0)
    end as proofread_gain,
    case
        when comparable.as_of is not null then tasks.inspected_objects - coalesce(earlier.inspected_objects, 0)
    end as inspected_gain,
    case
        when comparable.as_of is not null then tasks.corrected_objects - coalesce(earlier.corrected_objects, 0)
    end as corrected_gain,
    case
        when comparable.as_of is not null then tasks.passed_objects - coalesce(earlier.passed_objects, 0)
    end as passed_gain,
    case
        when comparable.as_of is not null then tasks.submitted_objects - coalesce(earlier.submitted_objects, 0)
    end as submitted_gain
from tasks
left join comparable
    on
        tasks.as_of = comparable.as_of
        and tasks.area_code = comparable.area_code
left join earlier
    on
        tasks.as_of = earlier.as_of
        and tasks.area_code = earlier.area_code
        and tasks.task_code = earlier.task_code

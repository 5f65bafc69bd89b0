/*
title = "普查各类进度"
audience = "public"
released = "只有按区划合计的数，没有单个对象"
grain = "一行一周一个区划（区(市)或全市）的一类（6 灾种、4 承灾体、1 应急综合）"
key = ["as_of", "area_code", "census_class"]
description = """
11 类各自承担的任务、各环节的数，和本周比上周多做的数（规则见 marts.task_gain）。
目录中没有的任务不属任何类，不在此表；全市合计见 marts.step_progress。"""
[columns]
area_code = "行政区划代码"
assigned_tasks = { title = "承担任务数", unit = "项" }
completed_tasks = { title = "完成任务数", unit = "项" }
*/

with

gains as (
    select
        as_of,
        area_code,
        census_class,
        required_objects,
        collected_objects,
        proofread_objects,
        inspected_objects,
        returned_objects,
        corrected_objects,
        passed_objects,
        submitted_objects,
        completed_gain,
        collected_gain,
        proofread_gain,
        inspected_gain,
        corrected_gain,
        passed_gain,
        submitted_gain,
        is_completed,
        is_comparable,
        is_reported
    from marts.task_gain
    where census_class is not null
),

ancestors as (
    select
        area_code,
        ancestor_code
    from staging.area_ancestor
)

select
    gains.as_of,
    ancestors.ancestor_code as area_code,
    gains.census_class,
    count(*) as assigned_tasks,
    count(*) filter (where gains.is_completed) as completed_tasks,
    cast(sum(gains.required_objects) as bigint) as required_objects,
    cast(sum(gains.collected_objects) as bigint) as collected_objects,
    cast(sum(gains.proofread_objects) as bigint) as proofread_objects,
    cast(sum(gains.inspected_objects) as bigint) as inspected_objects,
    cast(sum(gains.returned_objects) as bigint) as returned_objects,
    cast(sum(gains.corrected_objects) as bigint) as corrected_objects,
    cast(sum(gains.passed_objects) as bigint) as passed_objects,
    cast(sum(gains.submitted_objects) as bigint) as submitted_objects,
    cast(sum(gains.completed_gain) as bigint) as completed_gain,
    cast(sum(gains.collected_gain) as bigint) as collected_gain,
    cast(sum(gains.proofread_gain) as bigint) as proofread_gain,
    cast(sum(gains.inspected_gain) as bigint) as inspected_gain,
    cast(sum(gains.corrected_gain) as bigint) as corrected_gain,
    cast(sum(gains.passed_gain) as bigint) as passed_gain,
    cast(sum(gains.submitted_gain) as bigint) as submitted_gain,
    bool_and(gains.is_comparable) as is_comparable,
    bool_and(gains.is_reported) as is_reported
from gains
inner join ancestors on gains.area_code = ancestors.area_code
group by
    gains.as_of,
    ancestors.ancestor_code,
    gains.census_class

/*
title = "普查任务类进度"
audience = "public"
released = "只有按区划合计的数，没有单个对象"
grain = "一行一周一个区划（区(市)或全市）的一类任务"
key = ["as_of", "area_code", "census_class", "category_name"]
description = """
一类任务中该区划承担的全部任务都完成，这一类才算完成；全市的一类须各区(市)承担的都完成。
承担的任务指出现在所用周报中的任务；目录中没有的任务没有类别，不在此表。"""
[columns]
area_code = "行政区划代码"
assigned_tasks = { title = "承担任务数", unit = "项" }
completed_tasks = { title = "完成任务数", unit = "项" }
is_category_completed = "本类是否完成"
*/

with

tasks as (
    select
        as_of,
        area_code,
        census_group,
        census_class,
        category_name,
        required_objects,
        passed_objects,
        submitted_objects,
        is_completed
    from marts.task_progress
    where category_name is not null
),

ancestors as (
    select
        area_code,
        ancestor_code
    from staging.area_ancestor
)

select
    tasks.as_of,
    ancestors.ancestor_code as area_code,
    tasks.census_group,
    tasks.census_class,
    tasks.category_name,
    count(*) as assigned_tasks,
    count(*) filter (where tasks.is_completed) as completed_tasks,
    cast(sum(tasks.required_objects) as bigint) as required_objects,
    cast(sum(tasks.passed_objects) as bigint) as passed_objects,
    cast(sum(tasks.submitted_objects) as bigint) as submitted_objects,
    bool_and(tasks.is_completed) as is_category_completed
from tasks
inner join ancestors on tasks.area_code = ancestors.area_code
group by
    tasks.as_of,
    ancestors.ancestor_code,
    tasks.census_group,
    tasks.census_class,
    tasks.category_name

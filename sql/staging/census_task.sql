/*
title = "普查任务目录"
audience = "public"
released = "任务目录是公开发布的"
grain = "一行一项普查任务"
key = ["task_code"]
description = "最新一期普查任务目录，及每项任务所属的大类（6 灾种、4 承灾体、1 应急综合）。"
[columns]
census_group = { title = "普查大类", note = "灾种、承灾体、应急综合" }
task_order = "目录次序"
*/

with

catalogue as (
    select
        task_code,
        census_class,
        category_name,
        task_name,
        lead_department,
        task_level,
        deliverable_kinds,
        is_example,
        _row,
        row_number() over (
            partition by task_code
            order by unit_code
        ) as choice
    from raw.census_task
    where as_of = (select max(newest.as_of) from raw.census_task as newest)
),

classes as (
    select
        code,
        parent_code
    from codes.census_class
)

select
    catalogue.task_code,
    classes.parent_code as census_group,
    catalogue.census_class,
    catalogue.category_name,
    catalogue.task_name,
    catalogue.lead_department,
    catalogue.task_level,
    catalogue.deliverable_kinds,
    coalesce(catalogue.is_example, false) as is_example,
    cast(catalogue._row as integer) as task_order
from catalogue
left join classes on catalogue.census_class = classes.code
where catalogue.choice = 1

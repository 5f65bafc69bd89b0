/*
title = "普查任务进度"
audience = "public"
released = "只有按区划合计的数，没有单个对象"
grain = "一行一周一个区(市)的一项任务"
key = ["as_of", "area_code", "task_code"]
description = """
每周每个区(市)每项任务的应查数、四个环节和汇交，取该周所用的那期周报。同一任务有两个单位报送的，
取较新的一期，同期的取区(市)自己的。任务名称和类别以任务目录为准，目录中没有的用周报上的名称。"""
[columns]
is_reported = "本期是否报送"
is_in_catalogue = "是否在任务目录中"
*/

with

returns as (
    select
        unit_code,
        as_of,
        used_as_of,
        is_reported
    from staging.unit_return
    where source = 'census_return'
),

reported as (
    select
        unit_code,
        used_as_of,
        area_code,
        task_code,
        task_name,
        listed_objects,
        required_objects,
        collected_objects,
        proofread_objects,
        inspected_objects,
        returned_objects,
        corrected_objects,
        passed_objects,
        submitted_objects,
        task_status,
        is_completed,
        documents,
        maps,
        datasets
    from staging.census_return
),

catalogue as (
    select
        task_code,
        census_group,
        census_class,
        category_name,
        task_name,
        lead_department,
        task_order
    from staging.census_task
),

areas as (
    select
        area_code,
        district_code
    from staging.area
),

by_unit as (
    select
        unit_code,
        used_as_of,
        area_code,
        task_code,
        max(task_name) as task_name,
        cast(sum(listed_objects) as bigint) as listed_objects,
        cast(sum(required_objects) as bigint) as required_objects,
        cast(sum(collected_objects) as bigint) as collected_objects,
        cast(sum(proofread_objects) as bigint) as proofread_objects,
        cast(sum(inspected_objects) as bigint) as inspected_objects,
        cast(sum(returned_objects) as bigint) as returned_objects,
        cast(sum(corrected_objects) as bigint) as corrected_objects,
        cast(sum(passed_objects) as bigint) as passed_objects,
        cast(sum(submitted_objects) as bigint) as submitted_objects,
        min(task_status) as task_status,
        bool_and(is_completed) as is_completed,
        cast(coalesce(sum(documents), 0) as bigint) as documents,
        cast(coalesce(sum(maps), 0) as bigint) as maps,
        cast(coalesce(sum(datasets), 0) as bigint) as datasets
    from reported
    group by
        unit_code,
        used_as_of,
        area_code,
        task_code
),

weekly as (
    select
        returns.as_of,
        returns.used_as_of,
        returns.is_reported,
        by_unit.unit_code,
        by_unit.area_code,
        by_unit.task_code,
        by_unit.task_name,
        by_unit.listed_objects,
        by_unit.required_objects,
        by_unit.collected_objects,
        by_unit.proofread_objects,
        by_unit.inspected_objects,
        by_unit.returned_objects,
        by_unit.corrected_objects,
        by_unit.passed_objects,
        by_unit.submitted_objects,
        by_unit.task_status,
        by_unit.is_completed,
        by_unit.documents,
        by_unit.maps,
        by_unit.datasets,
        row_number() over (
            partition by
                returns.as_of,
                by_unit.area_code,
                by_unit.task_code
            order by
                returns.used_as_of desc,
                case when by_unit.unit_code = by_unit.area_code then 0 else 1 end asc,
                by_unit.unit_code asc
        ) as choice
    from by_unit
    inner join returns
        on
            by_unit.unit_code = returns.unit_code
            and by_unit.used_as_of = returns.used_as_of
)

select
    weekly.as_of,
    weekly.area_code,
    areas.district_code,
    weekly.task_code,
    coalesce(catalogue.task_name, weekly.task_name) as task_name,
    catalogue.census_group,
    catalogue.census_class,
    catalogue.category_name,
    catalogue.lead_department,
    catalogue.task_order,
    catalogue.task_code is not null as is_in_catalogue,
    weekly.listed_objects,
    weekly.required_objects,
    weekly.collected_objects,
    weekly.proofread_objects,
    weekly.inspected_objects,
    weekly.returned_objects,
    weekly.corrected_objects,
    weekly.passed_objects,
    weekly.submitted_objects,
    weekly.task_status,
    weekly.is_completed,
    weekly.documents,
    weekly.maps,
    weekly.datasets,
    weekly.unit_code,
    weekly.used_as_of,
    weekly.is_reported
from weekly
left join catalogue on weekly.task_code = catalogue.task_code
left join areas on weekly.area_code = areas.area_code
where weekly.choice = 1

/*
title = "普查对象记录逐级进度"
grain = "一行一周一个区划的一项任务"
key = ["as_of", "area_code", "task_code"]
description = """
由逐个对象的最新记录按各环节日期数出的累计数，从社区逐级加到区(市)，供下钻；只含逐个登记的任务，不代替周报。
官方进度以周报表（marts.task_progress）为准。对象总数不随周变动；日期晚于统计周的环节不计。"""
[columns]
area_code = "区划代码"
recorded_objects = { title = "记录对象数", unit = "个" }
collected_records = { title = "已采集", unit = "个" }
proofread_records = { title = "已校对", unit = "个" }
inspected_records = { title = "已检验", unit = "个" }
*/

with

records as (
    select
        area_code,
        task_code,
        collected_on,
        proofread_on,
        inspected_on
    from staging.census_record
),

weeks as (
    select as_of
    from staging.week
),

ancestors as (
    select
        area_ancestor.area_code,
        area_ancestor.ancestor_code
    from staging.area_ancestor
    inner join staging.area on area_ancestor.ancestor_code = area.area_code
    where area.area_level <> 'city'
),

-- One line per day on which something was done, so that weeks are joined to days and not to objects.
days as (
    select
        area_code,
        task_code,
        collected_on as done_on,
        count(*) as collected_records,
        0 as proofread_records,
        0 as inspected_records
    from records
    where collected_on is not null
    group by
        area_code,
        task_code,
        collected_on

    union all

    select
        area_code,
        task_code,
        proofread_on as done_on,
        0 as collected_records,
        count(*) as proofread_records,
        0 as inspected_records
    from records
    where proofread_on is not null
    group by
        area_code,
        task_code,
        proofread_on

    union all

    select
        area_code,
        task_code,
        inspected_on as done_on,
        0 as collected_records,
        0 as proofread_records,
        count(*) as inspected_records
    from records
    where inspected_on is not null
    group by
        area_code,
        task_code,
        inspected_on
),

totals as (
    select
        ancestors.ancestor_code as area_code,
        records.task_code,
        count(*) as recorded_objects
    from records
    inner join ancestors on records.area_code = ancestors.area_code
    group by
        ancestors.ancestor_code,
        records.task_code
),

placed as (
    select
        ancestors.ancestor_code as area_code,
        days.task_code,
        days.done_on,
        sum(days.collected_records) as collected_records,
        sum(days.proofread_records) as proofread_records,
        sum(days.inspected_records) as inspected_records
    from days
    inner join ancestors on days.area_code = ancestors.area_code
    group by
        ancestors.ancestor_code,
        days.task_code,
        days.done_on
)

select
    weeks.as_of,
    totals.area_code,
    totals.task_code,
    totals.recorded_objects,
    cast(coalesce(sum(placed.collected_records), 0) as bigint) as collected_records,
    cast(coalesce(sum(placed.proofread_records), 0) as bigint) as proofread_records,
    cast(coalesce(sum(placed.inspected_records), 0) as bigint) as inspected_records
from totals
cross join weeks
left join placed
    on
        totals.area_code = placed.area_code
        and totals.task_code = placed.task_code
        and weeks.as_of >= placed.done_on
group by
    weeks.as_of,
    totals.area_code,
    totals.task_code,
    totals.recorded_objects

/*
title = "普查对象记录进度"
grain = "一行一周一个区(市)的一项任务"
key = ["as_of", "area_code", "task_code"]
description = """
由逐个对象的最新记录按各环节日期数出的累计数，供下钻和与周报互核；官方进度以周报表（marts.task_progress）为准。
对象总数不随周变动；日期晚于统计周的环节不计。"""
[columns]
area_code = "区(市)代码"
recorded_objects = { title = "记录对象数", unit = "个" }
collected_records = { title = "已采集", unit = "个" }
proofread_records = { title = "已校对", unit = "个" }
inspected_records = { title = "已检验", unit = "个" }
corrected_records = { title = "已修正", unit = "个" }
*/

with

records as (
    select
        district_code as area_code,
        task_code,
        collected_on + cast(7 - isodow(collected_on) as integer) as collected_week,
        proofread_on + cast(7 - isodow(proofread_on) as integer) as proofread_week,
        inspected_on + cast(7 - isodow(inspected_on) as integer) as inspected_week,
        corrected_on + cast(7 - isodow(corrected_on) as integer) as corrected_week
    from staging.census_record
),

weeks as (
    select as_of
    from staging.week
),

totals as (
    select
        area_code,
        task_code,
        count(*) as recorded_objects
    from records
    group by
        area_code,
        task_code
),

finished as (
    select
        area_code,
        task_code,
        collected_week as as_of,
        count(*) as collected_records,
        0 as proofread_records,
        0 as inspected_records,
        0 as corrected_records
    from records
    where collected_week is not null
    group by
        area_code,
        task_code,
        collected_week

    union all

    select
        area_code,
        task_code,
        proofread_week as as_of,
        0 as collected_records,
        count(*) as proofread_records,
        0 as inspected_records,
        0 as corrected_records
    from records
    where proofread_week is not null
    group by
        area_code,
        task_code,
        proofread_week

    union all

    select
        area_code,
        task_code,
        inspected_week as as_of,
        0 as collected_records,
        0 as proofread_records,
        count(*) as inspected_records,
        0 as corrected_records
    from records
    where inspected_week is not null
    group by
        area_code,
        task_code,
        inspected_week

    union all

    select
        area_code,
        task_code,
        corrected_week as as_of,
        0 as collected_records,
        0 as proofread_records,
        0 as inspected_records,
        count(*) as corrected_records
    from records
    where corrected_week is not null
    group by
        area_code,
        task_code,
        corrected_week
)

select
    weeks.as_of,
    totals.area_code,
    totals.task_code,
    totals.recorded_objects,
    cast(coalesce(sum(finished.collected_records), 0) as bigint) as collected_records,
    cast(coalesce(sum(finished.proofread_records), 0) as bigint) as proofread_records,
    cast(coalesce(sum(finished.inspected_records), 0) as bigint) as inspected_records,
    cast(coalesce(sum(finished.corrected_records), 0) as bigint) as corrected_records
from totals
cross join weeks
left join finished
    on
        totals.area_code = finished.area_code
        and totals.task_code = finished.task_code
        and weeks.as_of >= finished.as_of
group by
    weeks.as_of,
    totals.area_code,
    totals.task_code,
    totals.recorded_objects

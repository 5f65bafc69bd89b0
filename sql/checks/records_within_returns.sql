/*
title = "对象记录不多于周报"
level = "warn"
message = "逐个对象记录中已采集的多于周报的采集完成数；官方进度以周报为准"
remedy = "请区(市)核对周报与对象记录"
*/

with

records as (
    select
        as_of,
        area_code,
        task_code,
        collected_records
    from marts.census_record_progress
    where as_of = (select max(week.as_of) from staging.week)
),

reported as (
    select
        as_of,
        area_code,
        task_code,
        task_name,
        collected_objects
    from marts.task_progress
)

select
    records.as_of,
    records.area_code,
    records.task_code,
    reported.task_name,
    reported.collected_objects,
    records.collected_records
from records
inner join reported
    on
        records.as_of = reported.as_of
        and records.area_code = reported.area_code
        and records.task_code = reported.task_code
where records.collected_records > reported.collected_objects
order by
    records.area_code,
    records.task_code

/*
title = "各表的区划都在登记表中"
level = "error"
message = "有的行计入了登记表中没有的区划，逐级汇总会漏掉它们"
remedy = "核对 sql/codes/unit.csv 的 area_code 和 sql/codes/district.csv"
[columns]
mart = "表名"
*/

with

counted as (
    select
        'marts.task_progress' as mart,
        area_code
    from marts.task_progress
    union
    select
        'marts.hazard_progress' as mart,
        area_code
    from marts.hazard_progress
    union
    select
        'marts.project_progress' as mart,
        area_code
    from marts.project_progress
    union
    select
        'marts.shelter_status' as mart,
        area_code
    from marts.shelter_status
    union
    select
        'marts.community_status' as mart,
        area_code
    from marts.community_status
    union
    select
        'marts.terminal_status' as mart,
        area_code
    from marts.terminal_status
    union
    select
        'marts.renovation_progress' as mart,
        area_code
    from marts.renovation_progress
    union
    select
        'marts.sampling_progress' as mart,
        area_code
    from marts.sampling_progress
    union
    select
        'marts.census_record_area' as mart,
        area_code
    from marts.census_record_area
),

areas as (
    select area_code
    from staging.area
)

select
    counted.mart,
    counted.area_code
from counted
left join areas on counted.area_code = areas.area_code
where areas.area_code is null
order by
    counted.mart,
    counted.area_code

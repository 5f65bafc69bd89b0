/*
title = "同级区划都有界线"
level = "warn"
message = "同一上级之下有的区划有界线，有的没有：地图上以方格列在图外"
remedy = "请自然资源部门补全，或核对界线数据里的区划代码"
*/

with

drawn as (
    select distinct parent_code
    from staging.boundary
),

weeks as (
    select max(as_of) as as_of
    from staging.week
),

areas as (
    select
        area.area_code,
        area.area_name,
        area.parent_code
    from staging.area as area
    cross join weeks
    where
        area.area_level in ('district', 'street')
        and (area.valid_from is null or area.valid_from <= weeks.as_of)
        and (area.valid_to is null or area.valid_to >= weeks.as_of)
)

select
    areas.area_code,
    areas.area_name
from areas
inner join drawn on areas.parent_code = drawn.parent_code
left join staging.boundary on areas.area_code = boundary.area_code
where boundary.area_code is null
order by areas.area_code

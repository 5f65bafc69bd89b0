/*
title = "区划及其各级上级"
audience = "public"
released = "区划代码和名称是公开的"
grain = "一行一个区划与它的一个上级（含自身）"
key = ["area_code", "ancestor_code"]
description = "逐级汇总用：一行数据计入其所在区划和所有上级。"
[columns]
ancestor_code = "上级区划代码（含自身）"
*/

with

areas as (
    select
        area_code,
        area_level,
        street_code,
        district_code
    from staging.area
),

cities as (
    select area_code
    from areas
    where area_level = 'city'
)

select
    area_code,
    area_code as ancestor_code
from areas

union all

select
    area_code,
    street_code as ancestor_code
from areas
where
    area_level = 'community'
    and street_code is not null

union all

select
    area_code,
    district_code as ancestor_code
from areas
where area_level in ('street', 'community')

union all

select
    areas.area_code,
    cities.area_code as ancestor_code
from areas
cross join cities
where areas.area_level <> 'city'

/*
title = "行政区划"
audience = "public"
released = "区划代码和名称是公开的"
grain = "一行一个行政区划"
key = ["area_code"]
description = """
市、区(市)、镇(街道)、社区(村)：区(市)取自代码表，其余取自最新一次装载的区划登记表；
上级由代码前段确定（所属镇(街道)未登记的社区直属区(市)），区(市)一律属本市。"""
[columns]
area_code = "行政区划代码"
short_name = "区划简称"
district_code = { title = "所属区(市)代码", note = "市级为空" }
street_code = { title = "所属镇(街道)代码", note = "区(市)及以上为空" }
sort_key = { title = "区划次序", note = "区(市)按惯用次序，其下按代码" }
tile_row = "区块图行"
tile_column = "区块图列"
valid_from = { title = "启用日期", note = "空为一向可用" }
valid_to = { title = "停用日期", note = "可用到这一天为止；停用的区划留着，供看以往各期" }
*/

with

cities as (
    select
        code as area_code,
        title as area_name,
        short_title as short_name
    from codes.city
),

districts as (
    select
        code as area_code,
        title as area_name,
        short_title as short_name,
        cast(sort as integer) as sort,
        cast(tile_row as integer) as tile_row,
        cast(tile_column as integer) as tile_column,
        cast(nullif(valid_from, '') as date) as valid_from,
        cast(nullif(valid_to, '') as date) as valid_to
    from codes.district
),

registered as (
    select
        area_code,
        min(area_level) as area_level,
        min(area_name) as area_name,
        min(area_alias) as area_alias,
        min(valid_from) as valid_from,
        max(valid_to) as valid_to
    from raw.area
    where as_of = (select max(newest.as_of) from raw.area as newest)
    group by area_code
),

below_district as (
    select
        registered.area_code,
        registered.area_name,
        coalesce(registered.area_alias, registered.area_name) as short_name,
        registered.area_level,
        districts.area_code as district_code,
        streets.area_code as street_code,
        districts.sort,
        registered.valid_from,
        registered.valid_to
    from registered
    inner join districts on left(registered.area_code, 6) = districts.area_code
    left join registered as streets
        on
            left(registered.area_code, 9) = streets.area_code
            and streets.area_level = 'street'
    where registered.area_level in ('street', 'community')
)

select
    area_code,
    area_name,
    short_name,
    'city' as area_level,
    cast(null as varchar) as parent_code,
    cast(null as varchar) as district_code,
    cast(null as varchar) as street_code,
    '00' as sort_key,
    cast(null as integer) as tile_row,
    cast(null as integer) as tile_column,
    cast(null as date) as valid_from,
    cast(null as date) as valid_to
from cities

union all

select
    districts.area_code,
    districts.area_name,
    districts.short_name,
    'district' as area_level,
    cities.area_code as parent_code,
    districts.area_code as district_code,
    cast(null as varchar) as street_code,
    lpad(cast(districts.sort as varchar), 2, '0') as sort_key,
    districts.tile_row,
    districts.tile_column,
    districts.valid_from,
    districts.valid_to
from districts
cross join cities

union all

select
    area_code,
    area_name,
    short_name,
    area_level,
    case when area_level = 'community' then coalesce(street_code, district_code) else district_code end as parent_code,
    district_code,
    street_code,
    lpad(cast(sort as varchar), 2, '0') || '-' || area_code as sort_key,
    cast(null as integer) as tile_row,
    cast(null as integer) as tile_column,
    valid_from,
    valid_to
from below_district

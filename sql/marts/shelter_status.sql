/*
title = "应急避难场所状况"
grain = "一行一周一个所在地的一类登记"
key = ["as_of", "place_code", "shelter_register"]
description = """
每周每个社区（待认领的按区(市)）各类登记的避难场所数、面积和容量，取该周所用的那期登记表。
撤销的不计。社区避难场所与城市综合避难场所分行，从不相加。人均有效面积只用填了有效面积的场所（成对）。"""
[columns]
is_community = { title = "是否已认领的社区(村)", note = "社区(村)代码为 12 位" }
shelters = { title = "避难场所数", unit = "个" }
repair_shelters = { title = "其中：维修中", unit = "个" }
shelter_capacity_persons = { title = "避难容量", unit = "人" }
paired_capacity_persons = { title = "成对的避难容量", unit = "人", note = "填了有效面积的场所" }
*/

with

returns as (
    select
        unit_code,
        as_of,
        used_as_of
    from staging.unit_return
    where
        source = 'shelter'
        and used_as_of is not null
),

shelters as (
    select
        unit_code,
        used_as_of,
        area_code,
        place_code,
        is_claimed,
        shelter_register,
        shelter_state,
        site_area_m2,
        effective_area_m2,
        capacity_persons
    from staging.shelter
    where is_counted
),

counted as (
    select
        unit_code,
        used_as_of,
        area_code,
        place_code,
        is_claimed,
        shelter_register,
        count(*) as shelters,
        count(*) filter (where shelter_state = 'repair') as repair_shelters,
        sum(capacity_persons) as shelter_capacity_persons,
        sum(capacity_persons) filter (where effective_area_m2 is not null) as paired_capacity_persons,
        sum(cast(effective_area_m2 as decimal(38, 6))) as effective_area_m2,
        sum(cast(site_area_m2 as decimal(38, 6))) as site_area_m2
    from shelters
    group by
        unit_code,
        used_as_of,
        area_code,
        place_code,
        is_claimed,
        shelter_register
)

select
    returns.as_of,
    min(counted.area_code) as area_code,
    counted.place_code,
    counted.shelter_register,
    bool_and(counted.is_claimed) and length(counted.place_code) = 12 as is_community,
    cast(sum(counted.shelters) as bigint) as shelters,
    cast(sum(counted.repair_shelters) as bigint) as repair_shelters,
    cast(coalesce(sum(counted.shelter_capacity_persons), 0) as bigint) as shelter_capacity_persons,
    cast(coalesce(sum(counted.paired_capacity_persons), 0) as bigint) as paired_capacity_persons,
    cast(coalesce(sum(counted.effective_area_m2), 0) as double) as effective_area_m2,
    cast(coalesce(sum(counted.site_area_m2), 0) as double) as site_area_m2
from counted
inner join returns
    on
        counted.unit_code = returns.unit_code
        and counted.used_as_of = returns.used_as_of
group by
    returns.as_of,
    counted.place_code,
    counted.shelter_register

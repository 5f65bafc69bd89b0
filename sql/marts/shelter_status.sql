/*
title = "应急避难场所状况"
grain = "一行一周一个所在地的一类登记"
key = ["as_of", "place_code", "shelter_register"]
description = """
每周每个社区（待认领的按区(市)）各类登记的避难场所数、面积和容量，由 marts.counted_shelter 数出。
社区避难场所与城市综合避难场所分行，从不相加。人均有效面积只用填了有效面积的场所（成对）。"""
[columns]
is_community = { title = "是否已认领的社区(村)", note = "社区(村)代码为 12 位" }
shelters = { title = "避难场所数", unit = "个" }
repair_shelters = { title = "其中：维修中", unit = "个" }
shelter_capacity_persons = { title = "避难容量", unit = "人" }
paired_capacity_persons = { title = "成对的避难容量", unit = "人", note = "填了有效面积的场所" }
*/

with

shelters as (
    select
        as_of,
        area_code,
        place_code,
        is_claimed,
        shelter_register,
        shelter_state,
        site_area_m2,
        effective_area_m2,
        capacity_persons
    from marts.counted_shelter
)

select
    as_of,
    min(area_code) as area_code,
    place_code,
    shelter_register,
    bool_and(is_claimed) and length(place_code) = 12 as is_community,
    count(*) as shelters,
    count(*) filter (where shelter_state = 'repair') as repair_shelters,
    cast(coalesce(sum(capacity_persons), 0) as bigint) as shelter_capacity_persons,
    cast(
        coalesce(sum(capacity_persons) filter (where effective_area_m2 is not null), 0) as bigint
    ) as paired_capacity_persons,
    cast(coalesce(sum(cast(effective_area_m2 as decimal(38, 6))), 0) as double) as effective_area_m2,
    cast(coalesce(sum(cast(site_area_m2 as decimal(38, 6))), 0) as double) as site_area_m2
from shelters
group by
    as_of,
    place_code,
    shelter_register

/*
title = "避难场所的数量与容量"
audience = "public"
released = "只有按区划合计的数，没有单个对象"
grain = "一行一周一个行政区划的一类登记"
key = ["as_of", "area_code", "shelter_register"]
description = """
每周每个区划内计入的避难场所，按登记类别分行，逐级汇总；两类从不相加。"""
[columns]
shelters = { title = "避难场所数", unit = "个" }
repair_shelters = { title = "其中：维修中", unit = "个" }
shelter_capacity_persons = { title = "避难容量", unit = "人" }
judged_shelters = { title = "可判断人均有效面积的避难场所数", unit = "个", note = "填了避难时长和有效避难面积" }
below_rule_shelters = { title = "人均有效面积低于下限的避难场所数", unit = "个" }
unclaimed_shelters = { title = "待认领的避难场所数", unit = "个" }
*/

with

shelters as (
    select
        as_of,
        area_code,
        is_claimed,
        shelter_register,
        shelter_state,
        capacity_persons,
        effective_area_m2,
        is_below_area_rule
    from marts.counted_shelter
),

ancestors as (
    select
        area_code,
        ancestor_code
    from staging.area_ancestor
)

select
    shelters.as_of,
    ancestors.ancestor_code as area_code,
    shelters.shelter_register,
    count(*) as shelters,
    count(*) filter (where shelters.shelter_state = 'repair') as repair_shelters,
    cast(sum(shelters.capacity_persons) as bigint) as shelter_capacity_persons,
    cast(coalesce(sum(cast(shelters.effective_area_m2 as decimal(38, 6))), 0) as double) as effective_area_m2,
    count(shelters.is_below_area_rule) as judged_shelters,
    count(*) filter (where shelters.is_below_area_rule) as below_rule_shelters,
    count(*) filter (where not shelters.is_claimed) as unclaimed_shelters
from shelters
inner join ancestors on shelters.area_code = ancestors.area_code
group by
    shelters.as_of,
    ancestors.ancestor_code,
    shelters.shelter_register

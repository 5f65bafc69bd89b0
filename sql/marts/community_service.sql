/*
title = "社区(村)的避难场所与应急物资"
grain = "一行一周一个已认领的社区(村)"
key = ["as_of", "place_code"]
description = """
每周每个社区(村)有没有社区避难场所、有没有应急物资，以及最近一处避难场所的直线距离与容量。
所在区(市)从未报过避难场所登记表的，有没有不能判断，为空。"""
[columns]
has_shelter = { title = "是否有社区避难场所", note = "空为不能判断" }
nearest_shelter_name = "最近避难场所名称"
nearest_shelter_register = "最近避难场所登记类别"
nearest_capacity_persons = { title = "最近避难场所容纳人数", unit = "人" }
*/

with

communities as (
    select
        as_of,
        unit_code,
        area_code,
        place_code,
        community_name,
        residents_persons,
        has_supplies,
        longitude,
        latitude
    from marts.community_point
),

returns as (
    select
        as_of,
        unit_code
    from staging.unit_return
    where
        source = 'shelter'
        and used_as_of is not null
),

own as (
    select
        as_of,
        place_code
    from marts.shelter_status
    where
        shelter_register = 'community'
        and is_community
),

nearest as (
    select
        as_of,
        place_code,
        nearest_unit_code,
        nearest_shelter_id,
        distance_m,
        distance_band
    from marts.nearest_shelter
),

shelters as (
    select
        as_of,
        unit_code,
        shelter_id,
        shelter_name,
        shelter_register,
        capacity_persons
    from marts.counted_shelter
)

select
    communities.as_of,
    communities.area_code,
    communities.place_code,
    communities.community_name,
    communities.residents_persons,
    communities.has_supplies,
    case when returns.unit_code is not null then own.place_code is not null end as has_shelter,
    nearest.distance_m,
    nearest.distance_band,
    shelters.shelter_name as nearest_shelter_name,
    shelters.shelter_register as nearest_shelter_register,
    shelters.capacity_persons as nearest_capacity_persons,
    communities.longitude,
    communities.latitude
from communities
inner join nearest
    on
        communities.as_of = nearest.as_of
        and communities.place_code = nearest.place_code
left join returns
    on
        communities.as_of = returns.as_of
        and communities.unit_code = returns.unit_code
left join own
    on
        communities.as_of = own.as_of
        and communities.place_code = own.place_code
left join shelters
    on
        nearest.as_of = shelters.as_of
        and nearest.nearest_unit_code = shelters.unit_code
        and nearest.nearest_shelter_id = shelters.shelter_id

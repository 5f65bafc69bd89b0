/*
title = "避难场所的远近"
audience = "public"
released = "只有按区划合计的数，没有单个对象"
grain = "一行一周一个行政区划的一档距离"
key = ["as_of", "area_code", "distance_band"]
description = """
每周每个区划内，社区(村)代表点到最近避难场所的直线距离（不是步行路程）按档分的社区数和常住人口，逐级汇总。
没有坐标的归“未能量算”，待认领的归“待认领”，都不丢。"""
*/

with

claimed as (
    select
        as_of,
        area_code,
        distance_band,
        residents_persons
    from marts.community_service
),

unclaimed as (
    select
        as_of,
        area_code,
        communities,
        residents_persons
    from marts.community_status
    where not is_claimed
),

ancestors as (
    select
        area_code,
        ancestor_code
    from staging.area_ancestor
),

parts as (
    select
        as_of,
        area_code,
        distance_band,
        1 as communities,
        residents_persons
    from claimed

    union all

    select
        as_of,
        area_code,
        'unclaimed' as distance_band,
        communities,
        residents_persons
    from unclaimed
)

select
    parts.as_of,
    ancestors.ancestor_code as area_code,
    parts.distance_band,
    cast(sum(parts.communities) as bigint) as communities,
    cast(coalesce(sum(parts.residents_persons), 0) as bigint) as residents_persons
from parts
inner join ancestors on parts.area_code = ancestors.area_code
group by
    parts.as_of,
    ancestors.ancestor_code,
    parts.distance_band

/*
title = "已认领的社区(村)"
grain = "一行一周一个已认领的社区(村)"
key = ["as_of", "place_code"]
description = """
每周每个已认领社区(村)的代表点、人口、山洪危险区和应急物资，取该周所用的那期调查表。
没有坐标的也在内；待认领的不在内，见 marts.community_status。"""
*/

with

returns as (
    select
        unit_code,
        as_of,
        used_as_of
    from staging.unit_return
    where
        source = 'community'
        and used_as_of is not null
),

communities as (
    select
        unit_code,
        used_as_of,
        area_code,
        place_code,
        community_name,
        residents_persons,
        is_flash_flood_zone,
        has_supplies,
        longitude,
        latitude
    from staging.community
    where is_claimed
)

select
    returns.as_of,
    communities.unit_code,
    communities.area_code,
    communities.place_code,
    communities.community_name,
    communities.residents_persons,
    communities.is_flash_flood_zone,
    communities.has_supplies,
    communities.longitude,
    communities.latitude
from communities
inner join returns
    on
        communities.unit_code = returns.unit_code
        and communities.used_as_of = returns.used_as_of

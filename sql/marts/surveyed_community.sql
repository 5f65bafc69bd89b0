/*
title = "调查的社区(村)"
grain = "一行一周一份调查表的一行"
key = ["as_of", "unit_code", "row_no"]
description = """
每周每个社区(村)的调查内容，取该周所用的那期调查表，待认领的也在内：社区调查表按周取数只写在这里。
按所在地合成一行的见 marts.community_status，只要已认领的见 marts.community_point。"""
*/

with

returns as (
    select
        unit_code,
        as_of,
        used_as_of
    from staging.unit_return
    where source = 'community'
),

communities as (
    select
        unit_code,
        used_as_of,
        row_no,
        area_code,
        place_code,
        is_claimed,
        community_name,
        longitude,
        latitude,
        residents_persons,
        elderly_persons,
        households,
        is_flash_flood_zone,
        has_supplies,
        supplied_on,
        supplies_value_yuan,
        information_officers,
        reported_shelters,
        reported_shelter_capacity_persons,
        is_demonstration_community
    from staging.community
)

select
    returns.as_of,
    communities.unit_code,
    communities.row_no,
    communities.area_code,
    communities.place_code,
    communities.is_claimed,
    communities.community_name,
    communities.longitude,
    communities.latitude,
    communities.residents_persons,
    communities.elderly_persons,
    communities.households,
    communities.is_flash_flood_zone,
    communities.has_supplies,
    communities.supplied_on,
    communities.supplies_value_yuan,
    communities.information_officers,
    communities.reported_shelters,
    communities.reported_shelter_capacity_persons,
    communities.is_demonstration_community
from communities
inner join returns
    on
        communities.unit_code = returns.unit_code
        and communities.used_as_of = returns.used_as_of

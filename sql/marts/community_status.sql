/*
title = "社区减灾能力状况"
grain = "一行一周一个所在地"
key = ["as_of", "place_code"]
description = """
每周每个社区(村)的人口、应急物资、灾害信息员等，由 marts.surveyed_community 数出。
待认领的社区按报送单位所在区(市)合成一行；已认领的一行就是一个社区。"""
[columns]
communities = { title = "社区(村)数", unit = "个" }
flash_flood_communities = { title = "山洪危险区社区(村)数", unit = "个" }
supplied_communities = { title = "配备应急物资的社区(村)数", unit = "个" }
demonstration_communities = { title = "综合减灾示范社区数", unit = "个" }
is_claimed = "是否已认领"
*/

with

communities as (
    select
        as_of,
        area_code,
        place_code,
        is_claimed,
        community_name,
        residents_persons,
        elderly_persons,
        households,
        is_flash_flood_zone,
        has_supplies,
        supplies_value_yuan,
        information_officers,
        reported_shelters,
        reported_shelter_capacity_persons,
        is_demonstration_community
    from marts.surveyed_community
)

select
    communities.as_of,
    min(communities.area_code) as area_code,
    communities.place_code,
    bool_and(communities.is_claimed) as is_claimed,
    case when count(*) = 1 then min(communities.community_name) end as community_name,
    count(*) as communities,
    count(*) filter (where communities.is_flash_flood_zone) as flash_flood_communities,
    count(*) filter (where communities.has_supplies) as supplied_communities,
    count(*) filter (where communities.is_demonstration_community) as demonstration_communities,
    cast(coalesce(sum(communities.residents_persons), 0) as bigint) as residents_persons,
    cast(coalesce(sum(communities.elderly_persons), 0) as bigint) as elderly_persons,
    cast(coalesce(sum(communities.households), 0) as bigint) as households,
    cast(coalesce(sum(communities.information_officers), 0) as bigint) as information_officers,
    cast(coalesce(sum(cast(communities.supplies_value_yuan as decimal(38, 6))), 0) as double) as supplies_value_yuan,
    cast(sum(communities.reported_shelters) as bigint) as reported_shelters,
    cast(sum(communities.reported_shelter_capacity_persons) as bigint) as reported_shelter_capacity_persons
from communities
group by
    communities.as_of,
    communities.place_code

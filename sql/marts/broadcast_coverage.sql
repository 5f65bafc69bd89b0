/*
title = "预警广播覆盖"
grain = "一行一周一个所在地"
key = ["as_of", "place_code"]
description = """
每周每个社区(村)是否位于山洪危险区、是否已安装、是否达标。社区取该周所用的减灾能力调查表，终端取该周所用的登记表。
待认领的社区计入区(市)的社区数，但无法与终端对应，按未安装计。"""
[columns]
communities = { title = "社区(村)数", unit = "个" }
installed_communities = { title = "已安装的社区(村)数", unit = "个" }
compliant_communities = { title = "达标的社区(村)数", unit = "个" }
flash_flood_communities = { title = "山洪危险区社区(村)数", unit = "个" }
installed_flash_flood_communities = { title = "山洪危险区已安装的社区(村)数", unit = "个" }
compliant_flash_flood_communities = { title = "山洪危险区达标的社区(村)数", unit = "个" }
*/

with

communities as (
    select
        as_of,
        area_code,
        place_code,
        community_name,
        communities,
        flash_flood_communities
    from marts.community_status
),

terminals as (
    select
        as_of,
        place_code,
        terminals,
        installed_terminals,
        working_terminals,
        is_broadcast_installed,
        is_broadcast_compliant
    from marts.terminal_status
),

matched as (
    select
        communities.as_of,
        communities.area_code,
        communities.place_code,
        communities.community_name,
        communities.communities,
        communities.flash_flood_communities,
        coalesce(terminals.terminals, 0) as terminals,
        coalesce(terminals.installed_terminals, 0) as installed_terminals,
        coalesce(terminals.working_terminals, 0) as working_terminals,
        coalesce(terminals.is_broadcast_installed, false) as is_broadcast_installed,
        coalesce(terminals.is_broadcast_compliant, false) as is_broadcast_compliant
    from communities
    left join terminals
        on
            communities.as_of = terminals.as_of
            and communities.place_code = terminals.place_code
)

select
    as_of,
    area_code,
    place_code,
    community_name,
    communities,
    case when is_broadcast_installed then communities else 0 end as installed_communities,
    case when is_broadcast_compliant then communities else 0 end as compliant_communities,
    flash_flood_communities,
    case when is_broadcast_installed then flash_flood_communities else 0 end as installed_flash_flood_communities,
    case when is_broadcast_compliant then flash_flood_communities else 0 end as compliant_flash_flood_communities,
    terminals,
    installed_terminals,
    working_terminals,
    is_broadcast_installed,
    is_broadcast_compliant
from matched

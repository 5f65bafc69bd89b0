/*
title = "威胁社区(村)的隐患"
grain = "一行一周一个已认领的社区(村)"
key = ["as_of", "place_code"]
description = """
每周威胁每个社区(村)的在册而未完成治理的隐患点：登记在本社区(村)的，或在代表点直线范围以内的（见 marts.community_nearby）。
威胁分三种：地质灾害（有这类隐患点）、森林火灾（同）、山洪（位于山洪危险区，或有这类隐患点），最多三种。
所在区(市)从未报过隐患点台账的，隐患点不明：看得见的照数，threat_kinds 只是下限，is_threat_known 为否。"""
[columns]
geological_sites = { title = "附近未治理的地质灾害隐患点", unit = "处" }
forest_fire_sites = { title = "附近未治理的森林火灾隐患点", unit = "处" }
flash_flood_sites = { title = "附近未治理的山洪隐患点", unit = "处" }
nearby_sites = { title = "附近未治理的隐患点", unit = "处" }
nearby_overdue_sites = { title = "其中：逾期未治理", unit = "处" }
nearby_persons = { title = "附近隐患点威胁人数", unit = "人", note = "未填的不计；同一人受几处威胁的重复计；都没有填的为空" }
is_geological_threat = { title = "是否受地质灾害威胁", note = "地质灾害" }
is_forest_fire_threat = { title = "是否受森林火灾威胁", note = "森林火灾" }
is_flash_flood_threat = { title = "是否受山洪威胁", note = "山洪" }
threat_kinds = { title = "威胁种数", unit = "种" }
is_threat_known = { title = "隐患点是否已知", note = "所在区(市)报过隐患点台账" }
*/

with

communities as (
    select
        as_of,
        unit_code,
        area_code,
        place_code,
        is_flash_flood_zone
    from marts.community_point
),

returns as (
    select
        as_of,
        unit_code
    from staging.unit_return
    where
        source = 'hazard_site'
        and used_as_of is not null
),

nearby as (
    select
        place_code,
        object_id as site_id
    from marts.community_nearby
    where nearby_kind = 'hazard_site'
),

sites as (
    select
        as_of,
        site_id,
        hazard_family,
        threatened_persons,
        due_on
    from staging.hazard_site
    where
        is_open
        and not is_treated
),

counted as (
    select
        sites.as_of,
        nearby.place_code,
        count(*) filter (where sites.hazard_family = 'geological') as geological_sites,
        count(*) filter (where sites.hazard_family = 'forest_fire') as forest_fire_sites,
        count(*) filter (where sites.hazard_family = 'flash_flood') as flash_flood_sites,
        count(*) as nearby_sites,
        count(*) filter (where sites.due_on < sites.as_of) as nearby_overdue_sites,
        cast(sum(sites.threatened_persons) as bigint) as nearby_persons
    from nearby
    inner join sites on nearby.site_id = sites.site_id
    group by
        sites.as_of,
        nearby.place_code
),

judged as (
    select
        communities.as_of,
        communities.area_code,
        communities.place_code,
        communities.is_flash_flood_zone,
        returns.unit_code is not null as is_threat_known,
        coalesce(counted.geological_sites, 0) as geological_sites,
        coalesce(counted.forest_fire_sites, 0) as forest_fire_sites,
        coalesce(counted.flash_flood_sites, 0) as flash_flood_sites,
        coalesce(counted.nearby_sites, 0) as nearby_sites,
        coalesce(counted.nearby_overdue_sites, 0) as nearby_overdue_sites,
        counted.nearby_persons
    from communities
    left join returns
        on
            communities.as_of = returns.as_of
            and communities.unit_code = returns.unit_code
    left join counted
        on
            communities.as_of = counted.as_of
            and communities.place_code = counted.place_code
)

select
    as_of,
    area_code,
    place_code,
    is_flash_flood_zone,
    geological_sites,
    forest_fire_sites,
    flash_flood_sites,
    nearby_sites,
    nearby_overdue_sites,
    nearby_persons,
    geological_sites > 0 as is_geological_threat,
    forest_fire_sites > 0 as is_forest_fire_threat,
    is_flash_flood_zone or flash_flood_sites > 0 as is_flash_flood_threat,
    cast(geological_sites > 0 as bigint)
    + cast(forest_fire_sites > 0 as bigint)
    + cast(is_flash_flood_zone or flash_flood_sites > 0 as bigint) as threat_kinds,
    is_threat_known
from judged

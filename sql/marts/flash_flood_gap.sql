/*
title = "山洪危险区预警广播的空缺"
audience = "public"
released = "只有按区划合计的数，没有单个对象"
grain = "一行一周一个行政区划"
key = ["as_of", "area_code"]
description = """
每周每个区划内山洪危险区的社区(村)中，未安装的、已安装而未达标的，及其常住人口，逐级汇总。
两条规则取自 marts.terminal_status。待认领的社区(村)无法与终端对应，按未安装计并单列。
有社区调查表而没有山洪危险区社区(村)的，各数为 0。"""
[columns]
flash_flood_communities = { title = "山洪危险区社区(村)数", unit = "个" }
uninstalled_communities = { title = "未安装的山洪危险区社区(村)数", unit = "个" }
uninstalled_persons = { title = "未安装的山洪危险区社区(村)常住人口", unit = "人" }
uncompliant_communities = { title = "已安装未达标的山洪危险区社区(村)数", unit = "个" }
uncompliant_persons = { title = "已安装未达标的山洪危险区社区(村)常住人口", unit = "人" }
unclaimed_communities = { title = "待认领的社区(村)数", unit = "个", note = "位于山洪危险区的" }
*/

with

coverage as (
    select
        as_of,
        area_code,
        place_code,
        flash_flood_communities,
        is_broadcast_installed,
        is_broadcast_compliant
    from marts.broadcast_coverage
),

residents as (
    select
        as_of,
        place_code,
        residents_persons
    from marts.community_point
),

ancestors as (
    select
        area_code,
        ancestor_code
    from staging.area_ancestor
),

parts as (
    select
        coverage.as_of,
        coverage.area_code,
        coverage.flash_flood_communities,
        not coverage.is_broadcast_installed as is_uninstalled,
        coverage.is_broadcast_installed and not coverage.is_broadcast_compliant as is_uncompliant,
        residents.place_code is null as is_unclaimed,
        case when coverage.flash_flood_communities > 0 then coalesce(residents.residents_persons, 0) else 0 end
            as residents_persons
    from coverage
    left join residents
        on
            coverage.as_of = residents.as_of
            and coverage.place_code = residents.place_code
)

select
    parts.as_of,
    ancestors.ancestor_code as area_code,
    cast(sum(parts.flash_flood_communities) as bigint) as flash_flood_communities,
    cast(coalesce(sum(parts.flash_flood_communities) filter (where parts.is_uninstalled), 0) as bigint)
        as uninstalled_communities,
    cast(coalesce(sum(parts.residents_persons) filter (where parts.is_uninstalled), 0) as bigint)
        as uninstalled_persons,
    cast(coalesce(sum(parts.flash_flood_communities) filter (where parts.is_uncompliant), 0) as bigint)
        as uncompliant_communities,
    cast(coalesce(sum(parts.residents_persons) filter (where parts.is_uncompliant), 0) as bigint)
        as uncompliant_persons,
    cast(coalesce(sum(parts.flash_flood_communities) filter (where parts.is_unclaimed), 0) as bigint)
        as unclaimed_communities
from parts
inner join ancestors on parts.area_code = ancestors.area_code
group by
    parts.as_of,
    ancestors.ancestor_code

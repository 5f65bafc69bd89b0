/*
title = "社区(村)短板清单"
grain = "一行一周一个已认领的社区(村)"
key = ["as_of", "place_code"]
description = """
试算。每周每个社区(村)受几种威胁（marts.community_threat）、缺几项能力，按全市排位。
缺项共五项，按最该先补的次序：预警广播没有达标；直线1公里以内没有任何避难场所；没有社区避难场所；没有应急物资；
没有灾害信息员——先通知得到，再有处可去，后有东西可用、有人报灾。各列按这个次序，最先要补的是其中第一个缺项。
位次：威胁种数 × 缺项数，大的在前；相同的先看缺项，再看未报项数、威胁种数、附近隐患点威胁人数、常住人口，都多的在前。
未报的项不算缺，也不算有，单列项数。不受威胁的，缺项再多也排在受威胁而有缺项的后面。
缺项的选取参照民政部《全国综合减灾示范社区标准》（避难场所、应急物资、预警发布、灾害信息员），
威胁与能力相乘参照 INFORM（欧盟联合研究中心）“危险与暴露 × 应对能力不足”。"""
[columns]
lacks_broadcast = { title = "预警广播未达标", note = "空为未报" }
lacks_near_shelter = { title = "1公里内没有避难场所", note = "直线距离；空为未能量算" }
lacks_shelter = { title = "没有社区避难场所", note = "空为未报" }
lacks_supplies = "没有应急物资"
lacks_officers = { title = "没有灾害信息员", note = "空为未报" }
lacks = { title = "缺项数", unit = "项" }
unknown_lacks = { title = "未报项数", unit = "项", note = "不算缺，也不算有" }
gap_index = { title = "短板指数", note = "威胁种数 × 缺项数，试算" }
gap_rank = { title = "短板位次", note = "全市，1 为最该先补的", audience = "analyst", released = "只有名次" }
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
        information_officers
    from marts.community_point
),

services as (
    select
        as_of,
        place_code,
        has_shelter,
        distance_m,
        distance_band
    from marts.community_service
),

bands as (
    select
        code,
        cast(lower_m as bigint) as lower_m
    from codes.distance_band
),

terminal_returns as (
    select
        as_of,
        unit_code
    from staging.unit_return
    where
        source = 'broadcast_terminal'
        and used_as_of is not null
),

coverage as (
    select
        as_of,
        place_code,
        is_broadcast_installed,
        is_broadcast_compliant
    from marts.broadcast_coverage
),

threats as (
    select
        as_of,
        place_code,
        threat_kinds,
        nearby_persons
    from marts.community_threat
),

judged as (
    select
        communities.as_of,
        communities.area_code,
        communities.place_code,
        communities.community_name,
        communities.residents_persons,
        threats.threat_kinds,
        threats.nearby_persons,
        not services.has_shelter as lacks_shelter,
        bands.lower_m >= 1000 as lacks_near_shelter,
        not communities.has_supplies as lacks_supplies,
        case
            when coverage.is_broadcast_compliant or terminal_returns.unit_code is not null
                then not coverage.is_broadcast_compliant
        end as lacks_broadcast,
        communities.information_officers = 0 as lacks_officers
    from communities
    inner join services
        on
            communities.as_of = services.as_of
            and communities.place_code = services.place_code
    inner join threats
        on
            communities.as_of = threats.as_of
            and communities.place_code = threats.place_code
    inner join coverage
        on
            communities.as_of = coverage.as_of
            and communities.place_code = coverage.place_code
    left join bands on services.distance_band = bands.code
    left join terminal_returns
        on
            communities.as_of = terminal_returns.as_of
            and communities.unit_code = terminal_returns.unit_code
),

counted as (
    select
        as_of,
        area_code,
        place_code,
        community_name,
        residents_persons,
        threat_kinds,
        nearby_persons,
        lacks_broadcast,
        lacks_near_shelter,
        lacks_shelter,
        lacks_supplies,
        lacks_officers,
        coalesce(cast(lacks_shelter as bigint), 0)
        + coalesce(cast(lacks_near_shelter as bigint), 0)
        + coalesce(cast(lacks_supplies as bigint), 0)
        + coalesce(cast(lacks_broadcast as bigint), 0)
        + coalesce(cast(lacks_officers as bigint), 0) as lacks,
        cast(lacks_shelter is null as bigint)
        + cast(lacks_near_shelter is null as bigint)
        + cast(lacks_supplies is null as bigint)
        + cast(lacks_broadcast is null as bigint)
        + cast(lacks_officers is null as bigint) as unknown_lacks
    from judged
)

select
    as_of,
    area_code,
    place_code,
    community_name,
    residents_persons,
    threat_kinds,
    nearby_persons,
    lacks_broadcast,
    lacks_near_shelter,
    lacks_shelter,
    lacks_supplies,
    lacks_officers,
    lacks,
    unknown_lacks,
    threat_kinds * lacks as gap_index,
    row_number() over (
        partition by as_of
        order by
            threat_kinds * lacks desc,
            lacks desc,
            unknown_lacks desc,
            threat_kinds desc,
            nearby_persons desc nulls last,
            residents_persons desc,
            place_code asc
    ) as gap_rank
from counted

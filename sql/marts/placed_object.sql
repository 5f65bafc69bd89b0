/*
title = "标了位置的对象"
grain = "一行一个标了经纬度、已认领的对象"
key = ["source", "unit_code", "object_id"]
description = "最新一周在用的隐患点、避难场所、社区(村)、预警广播终端中标了经纬度的，连同所报的区划。"
[columns]
source = "数据来源"
object_id = "对象编号"
object_name = "对象名称"
area_code = "计入的区划代码"
*/

with

weeks as (
    select max(as_of) as as_of
    from staging.week
),

terminals as (
    select
        used.as_of,
        terminal.unit_code,
        terminal.terminal_id,
        terminal.terminal_name,
        terminal.area_code,
        terminal.longitude,
        terminal.latitude
    from staging.broadcast_terminal as terminal
    inner join staging.unit_return as used
        on
            used.source = 'broadcast_terminal'
            and terminal.unit_code = used.unit_code
            and terminal.used_as_of = used.used_as_of
    where terminal.is_claimed
),

objects as (
    select
        'hazard_site' as source,
        unit_code,
        site_id as object_id,
        site_name as object_name,
        area_code,
        longitude,
        latitude
    from marts.hazard_site
    where
        is_in_ledger
        and not is_unclaimed

    union all

    select
        'shelter' as source,
        shelter.unit_code,
        shelter.shelter_id as object_id,
        shelter.shelter_name as object_name,
        shelter.area_code,
        shelter.longitude,
        shelter.latitude
    from marts.counted_shelter as shelter
    inner join weeks on shelter.as_of = weeks.as_of
    where shelter.is_claimed

    union all

    select
        'community' as source,
        community.unit_code,
        community.place_code as object_id,
        community.community_name as object_name,
        community.area_code,
        community.longitude,
        community.latitude
    from marts.community_point as community
    inner join weeks on community.as_of = weeks.as_of

    union all

    select
        'broadcast_terminal' as source,
        terminals.unit_code,
        terminals.terminal_id as object_id,
        terminals.terminal_name as object_name,
        terminals.area_code,
        terminals.longitude,
        terminals.latitude
    from terminals
    inner join weeks on terminals.as_of = weeks.as_of
)

select
    source,
    unit_code,
    object_id,
    object_name,
    area_code,
    longitude,
    latitude
from objects
where
    longitude is not null
    and latitude is not null

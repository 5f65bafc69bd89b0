/*
title = "社区(村)附近的对象"
grain = "一行一个社区(村)附近的一处隐患点、避难场所或防治工程"
key = ["place_code", "nearby_kind", "unit_code", "object_id"]
description = """
每个已认领社区(村)代表点直线范围以内（各类的半径在代码表“nearby_kind”）的隐患点、计入的避难场所和防治工程，
以及登记在本社区(村)的；工程登记在所属镇(街道)的也算。距离是球面大圆距离，不是步行路程，跨区(市)也算。
位置各取最新一期，不分周；当周的状态另在各表。没有坐标的只看登记，距离为空。
先在相邻网格（0.05 度）里找：3 公里以内的一定找得到，所以半径不得大于 3000 米。"""
[columns]
nearby_kind = "对象类别"
object_id = "对象编号"
distance_m = { title = "直线距离", unit = "米", note = "代表点到对象，球面大圆距离，四舍五入到米" }
is_registered_here = { title = "是否登记在本社区(村)", note = "工程为本社区(村)或其镇(街道)" }
*/

with

communities as (
    select
        place_code,
        area_code,
        longitude,
        latitude,
        cast(floor(longitude * 20) as integer) as cell_x,
        cast(floor(latitude * 20) as integer) as cell_y
    from marts.community_point
    qualify row_number() over (partition by place_code order by as_of desc) = 1
),

areas as (
    select
        area_code,
        street_code
    from staging.area
),

kinds as (
    select
        code,
        cast(reach_m as bigint) as reach_m
    from codes.nearby_kind
),

sites as (
    select
        unit_code,
        site_id,
        area_code,
        longitude,
        latitude
    from marts.hazard_site
),

shelters as (
    select
        unit_code,
        shelter_id,
        area_code,
        longitude,
        latitude
    from staging.shelter
    where is_counted
    qualify row_number() over (partition by unit_code, shelter_id order by used_as_of desc) = 1
),

projects as (
    select
        unit_code,
        project_id,
        area_code,
        longitude,
        latitude
    from staging.project
    qualify row_number() over (partition by unit_code, project_id order by used_as_of desc) = 1
),

objects as (
    select
        'hazard_site' as nearby_kind,
        unit_code,
        site_id as object_id,
        area_code,
        longitude,
        latitude
    from sites

    union all

    select
        'shelter' as nearby_kind,
        unit_code,
        shelter_id as object_id,
        area_code,
        longitude,
        latitude
    from shelters

    union all

    select
        'project' as nearby_kind,
        unit_code,
        project_id as object_id,
        area_code,
        longitude,
        latitude
    from projects
),

placed as (
    select
        nearby_kind,
        unit_code,
        object_id,
        longitude,
        latitude,
        cast(floor(longitude * 20) as integer) as cell_x,
        cast(floor(latitude * 20) as integer) as cell_y
    from objects
    where
        longitude is not null
        and latitude is not null
),

steps as (
    select -1 as step
    union all
    select 0 as step
    union all
    select 1 as step
),

around as (
    select
        communities.place_code,
        communities.longitude,
        communities.latitude,
        communities.cell_x + east.step as cell_x,
        communities.cell_y + north.step as cell_y
    from communities
    cross join steps as east
    cross join steps as north
),

measured as (
    select
        around.place_code,
        placed.nearby_kind,
        placed.unit_code,
        placed.object_id,
        2 * 6371008.8 * asin(least(1.0, sqrt(
            power(sin(radians(placed.latitude - around.latitude) * 0.5), 2)
            + cos(radians(around.latitude)) * cos(radians(placed.latitude))
            * power(sin(radians(placed.longitude - around.longitude) * 0.5), 2)
        ))) as distance_m
    from around
    inner join placed
        on
            around.cell_x = placed.cell_x
            and around.cell_y = placed.cell_y
),

within_reach as (
    select
        measured.place_code,
        measured.nearby_kind,
        measured.unit_code,
        measured.object_id,
        measured.distance_m
    from measured
    inner join kinds on measured.nearby_kind = kinds.code
    where measured.distance_m <= kinds.reach_m
),

claimed_objects as (
    select
        communities.place_code,
        communities.longitude as from_longitude,
        communities.latitude as from_latitude,
        objects.nearby_kind,
        objects.unit_code,
        objects.object_id,
        objects.longitude,
        objects.latitude
    from communities
    inner join objects on communities.area_code = objects.area_code

    union all

    select
        communities.place_code,
        communities.longitude as from_longitude,
        communities.latitude as from_latitude,
        objects.nearby_kind,
        objects.unit_code,
        objects.object_id,
        objects.longitude,
        objects.latitude
    from communities
    inner join areas on communities.area_code = areas.area_code
    inner join objects on areas.street_code = objects.area_code
    where objects.nearby_kind = 'project'
),

-- Registered here, however far its coordinates lie: the distance is then measured all the same.
-- Asked for all four first, because least() passes over a null and would say half the earth.
registered as (
    select
        place_code,
        nearby_kind,
        unit_code,
        object_id,
        case
            when from_longitude + from_latitude + longitude + latitude is not null
                then
                    2 * 6371008.8 * asin(least(1.0, sqrt(
                        power(sin(radians(latitude - from_latitude) * 0.5), 2)
                        + cos(radians(from_latitude)) * cos(radians(latitude))
                        * power(sin(radians(longitude - from_longitude) * 0.5), 2)
                    )))
        end as distance_m
    from claimed_objects
)

select
    coalesce(within_reach.place_code, registered.place_code) as place_code,
    coalesce(within_reach.nearby_kind, registered.nearby_kind) as nearby_kind,
    coalesce(within_reach.unit_code, registered.unit_code) as unit_code,
    coalesce(within_reach.object_id, registered.object_id) as object_id,
    cast(round(coalesce(within_reach.distance_m, registered.distance_m)) as bigint) as distance_m,
    registered.place_code is not null as is_registered_here
from within_reach
full outer join registered
    on
        within_reach.place_code = registered.place_code
        and within_reach.nearby_kind = registered.nearby_kind
        and within_reach.unit_code = registered.unit_code
        and within_reach.object_id = registered.object_id

/*
title = "落在界线外的对象"
grain = "一行一个对象与它所报、却不在其中的一级区划"
key = ["source", "unit_code", "object_id", "boundary_code"]
description = """
对象的经纬度不在所报区(市)（规则 S2）或镇(街道)（规则 S3）的界线内，且离界线 600 米以上。
600 米 = 规则许可的 500 米（权属争议），加界线为绘图简化的 100 米；界线里混有 GCJ-02 的点（最多偏 450 米左右）也在其内。
没有装载界线的区划不核对。"""
[columns]
source = "数据来源"
object_id = "对象编号"
object_name = "对象名称"
area_code = "计入的区划代码"
boundary_code = "所报而不在其中的区划代码"
distance_m = { title = "到界线的距离", unit = "米", note = "到最近一段界线，四舍五入到米" }
*/

with

objects as (
    select
        source,
        unit_code,
        object_id,
        object_name,
        area_code,
        longitude,
        latitude
    from marts.placed_object
),

-- Metres from the object, which is the origin: flat enough within a city.
edges as (
    select
        objects.source,
        objects.unit_code,
        objects.object_id,
        edge.area_code as boundary_code,
        (edge.from_longitude - objects.longitude) * 111320 * cos(radians(objects.latitude)) as from_x,
        (edge.from_latitude - objects.latitude) * 111320 as from_y,
        (edge.to_longitude - objects.longitude) * 111320 * cos(radians(objects.latitude)) as to_x,
        (edge.to_latitude - objects.latitude) * 111320 as to_y
    from objects
    inner join staging.area_ancestor as named on objects.area_code = named.area_code
    inner join staging.boundary_edge as edge on named.ancestor_code = edge.area_code
),

measured as (
    select
        source,
        unit_code,
        object_id,
        boundary_code,
        from_x,
        from_y,
        to_x,
        to_y,
        from_x * to_y - to_x * from_y as turn,
        power(to_x - from_x, 2) + power(to_y - from_y, 2) as length2,
        from_x * (from_x - to_x) + from_y * (from_y - to_y) as along
    from edges
),

-- A ray to the east crosses the border an odd number of times exactly when it starts inside.
judged as (
    select
        source,
        unit_code,
        object_id,
        boundary_code,
        count(*) filter (
            where
            (from_y > 0) <> (to_y > 0)
            and (turn > 0) = (to_y > from_y)
        ) as crossings,
        min(
            case
                when along <= 0 then sqrt(power(from_x, 2) + power(from_y, 2))
                when along >= length2 then sqrt(power(to_x, 2) + power(to_y, 2))
                else abs(turn) * power(length2, -0.5)
            end
        ) as distance_m
    from measured
    group by
        source,
        unit_code,
        object_id,
        boundary_code
)

select
    judged.source,
    judged.unit_code,
    judged.object_id,
    objects.object_name,
    objects.area_code,
    judged.boundary_code,
    cast(round(judged.distance_m) as bigint) as distance_m
from judged
inner join objects
    on
        judged.source = objects.source
        and judged.unit_code = objects.unit_code
        and judged.object_id = objects.object_id
where
    judged.crossings % 2 = 0
    and judged.distance_m > 600

/*
title = "界线的边"
audience = "public"
released = "界线有审图号才收"
grain = "一行一个区划界线上的一条边"
key = ["area_code", "ring_no", "edge_no"]
description = "界线的图形拆成线段，供核对点位；外环、岛、洞各是一环。"
[columns]
ring_no = "环的序号"
edge_no = "边的序号"
from_longitude = { title = "起点经度", unit = "度" }
from_latitude = { title = "起点纬度", unit = "度" }
to_longitude = { title = "终点经度", unit = "度" }
to_latitude = { title = "终点纬度", unit = "度" }
*/

with

boundaries as (
    select
        area_code,
        cast(json_extract(area_boundary, '$.coordinates') as double[][][][]) as polygons
    from staging.boundary
),

polygons as (
    select
        area_code,
        unnest(polygons) as rings
    from boundaries
),

rings as (
    select
        area_code,
        unnest(rings) as corners
    from polygons
),

numbered as (
    select
        area_code,
        row_number() over (partition by area_code) as ring_no,
        corners
    from rings
),

edges as (
    select
        area_code,
        ring_no,
        corners,
        unnest(generate_series(1, len(corners) - 1)) as edge_no
    from numbered
)

select
    area_code,
    ring_no,
    edge_no,
    corners[edge_no][1] as from_longitude,
    corners[edge_no][2] as from_latitude,
    corners[edge_no + 1][1] as to_longitude,
    corners[edge_no + 1][2] as to_latitude
from edges

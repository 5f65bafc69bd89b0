/*
title = "区划界线"
audience = "public"
released = "界线有审图号才收"
grain = "一行一个有界线的区(市)或镇(街道)"
key = ["area_code"]
description = """
部署方装载的界线图形和审图号；没有装载时为空，地图画方格示意。同一上级之下的界线出自同一次报送（最新的一次），
不同次的拼在一起会有裂缝；其中没有的区划就是没有界线。待认领的、不在登记表中的不取。"""
[columns]
used_as_of = "所用报送的统计截至日期"
*/

with

areas as (
    select
        area_code,
        parent_code
    from staging.area
),

reported as (
    select
        area_code,
        unit_code,
        as_of,
        review_number,
        area_boundary
    from raw.district_boundary
    where _unclaimed is null

    union all

    select
        area_code,
        unit_code,
        as_of,
        review_number,
        area_boundary
    from raw.street_boundary
    where _unclaimed is null
),

deliveries as (
    select
        areas.parent_code,
        reported.unit_code,
        reported.as_of,
        row_number() over (
            partition by areas.parent_code
            order by
                reported.as_of desc,
                reported.unit_code asc
        ) as place
    from reported
    inner join areas on reported.area_code = areas.area_code
    group by
        areas.parent_code,
        reported.unit_code,
        reported.as_of
)

select
    reported.area_code,
    areas.parent_code,
    reported.review_number,
    reported.as_of as used_as_of,
    reported.unit_code,
    reported.area_boundary
from reported
inner join areas on reported.area_code = areas.area_code
inner join deliveries
    on
        areas.parent_code = deliveries.parent_code
        and reported.unit_code = deliveries.unit_code
        and reported.as_of = deliveries.as_of
        and deliveries.place = 1

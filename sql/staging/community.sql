/*
title = "社区(村)减灾能力"
grain = "一行一期报送的一个社区(村)"
rows_of = "community"
key = ["unit_code", "used_as_of", "row_no"]
description = """各期社区(行政村)减灾能力调查表。待认领的计入报送单位所在区(市)。"""
[columns]
used_as_of = "所用报送的统计截至日期"
file = "来源文件"
sheet = "来源工作表"
row_no = "来源行号"
area_code = "计入的区划代码"
is_claimed = "是否已认领"
place_code = { title = "所在地代码", note = "按报送的社区(村)等代码；待认领的为报送单位所在区(市)" }
*/

with

areas as (
    select area_code
    from staging.area
),

units as (
    select
        code,
        area_code
    from codes.unit
)

select
    reported.unit_code,
    reported.as_of as used_as_of,
    reported._file as file,
    reported._sheet as sheet,
    cast(reported._row as bigint) as row_no,
    coalesce(areas.area_code, units.area_code) as area_code,
    case when reported._unclaimed is null then coalesce(reported.area_code, units.area_code) else units.area_code end
        as place_code,
    reported._unclaimed is null and reported.area_code is not null as is_claimed,
    reported.community_name,
    reported.longitude,
    reported.latitude,
    reported.residents_persons,
    reported.elderly_persons,
    reported.households,
    reported.is_flash_flood_zone,
    reported.has_supplies,
    reported.supplied_on,
    reported.supplies_value_yuan,
    reported.information_officers,
    reported.reported_shelters,
    reported.reported_shelter_capacity_persons,
    reported.is_demonstration_community
from raw.community as reported
left join units on reported.unit_code = units.code
left join areas
    on
        reported.area_code = areas.area_code
        and reported._unclaimed is null

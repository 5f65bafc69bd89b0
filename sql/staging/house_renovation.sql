/*
title = "危房改造"
audience = "full"
grain = "一行一期报送的一户"
rows_of = "house_renovation"
key = ["unit_code", "used_as_of", "renovation_id"]
description = """各期危房改造台账，不含户主信息。待认领的计入报送单位所在区(市)。"""
[columns]
used_as_of = "所用报送的统计截至日期"
file = "来源文件"
sheet = "来源工作表"
row_no = "来源行号"
area_code = "计入的区划代码"
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
    reported.renovation_id,
    reported.hardship_class,
    reported.renovation_kind,
    reported.started_on,
    reported.completed_on,
    reported.subsidy_yuan
from raw.house_renovation as reported
left join units on reported.unit_code = units.code
left join areas
    on
        reported.area_code = areas.area_code
        and reported._unclaimed is null

/*
title = "普查对象最新记录"
grain = "一行一个普查对象"
key = ["object_id"]
description = """
每个普查对象只取最新一期的记录；各周的数按记录中的日期数出，不按周重复存放。
待认领的计入报送单位所在区(市)。"""
[columns]
used_as_of = "所用报送的统计截至日期"
file = "来源文件"
sheet = "来源工作表"
row_no = "来源行号"
area_code = "计入的区划代码"
district_code = { title = "所属区(市)代码", note = "市级为空" }
is_unclaimed = "是否待认领"
*/

with

areas as (
    select
        area_code,
        district_code
    from staging.area
),

units as (
    select
        code,
        area_code
    from codes.unit
),

newest as (
    select
        object_id,
        unit_code,
        as_of,
        task_code,
        area_code,
        longitude,
        latitude,
        collected_on,
        proofread_on,
        inspected_on,
        corrected_on,
        inspection_result,
        _file,
        _sheet,
        _row,
        _unclaimed
    from raw.census_record
    qualify row_number() over (partition by object_id order by as_of desc, unit_code asc) = 1
)

select
    newest.object_id,
    newest.unit_code,
    newest.as_of as used_as_of,
    newest._file as file,
    newest._sheet as sheet,
    cast(newest._row as bigint) as row_no,
    newest.task_code,
    coalesce(areas.area_code, units.area_code) as area_code,
    coalesce(areas.district_code, units.area_code) as district_code,
    newest.longitude,
    newest.latitude,
    newest.collected_on,
    newest.proofread_on,
    newest.inspected_on,
    newest.corrected_on,
    newest.inspection_result,
    newest._unclaimed is not null as is_unclaimed
from newest
left join units on newest.unit_code = units.code
left join areas
    on
        newest.area_code = areas.area_code
        and newest._unclaimed is null

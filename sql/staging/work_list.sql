/*
title = "清单与方案"
grain = "一行一期报送的一项"
rows_of = "work_list"
key = ["unit_code", "used_as_of", "item_id"]
description = "各期任务清单、共享清单、合并调查字段和方案细则。"
[columns]
used_as_of = "所用报送的统计截至日期"
file = "来源文件"
sheet = "来源工作表"
row_no = "来源行号"
area_code = "计入的区划代码"
*/

with

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
    units.area_code,
    reported.item_id,
    reported.list_kind,
    reported.item_title,
    reported.responsible_unit,
    reported.user_units
from raw.work_list as reported
inner join units on reported.unit_code = units.code

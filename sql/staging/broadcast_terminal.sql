/*
title = "预警广播终端"
grain = "一行一期报送的一个终端"
rows_of = "broadcast_terminal"
key = ["unit_code", "used_as_of", "terminal_id"]
description = """各期预警广播终端登记表。待认领的计入报送单位所在区(市)。
已安装：状态不是停用；在用：状态为在线。两条规则只写在这里。"""
[columns]
used_as_of = "所用报送的统计截至日期"
file = "来源文件"
sheet = "来源工作表"
row_no = "来源行号"
area_code = "计入的区划代码"
is_claimed = "是否已认领"
place_code = { title = "所在地代码", note = "按报送的社区(村)等代码；待认领的为报送单位所在区(市)" }
is_installed = { title = "是否已安装", note = "状态不是停用" }
is_working = { title = "是否在用", note = "状态为在线" }
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
    reported.terminal_id,
    reported.terminal_name,
    reported.terminal_type,
    reported.installed_on,
    reported.terminal_status,
    reported.terminal_status <> 'disabled' as is_installed,
    reported.terminal_status = 'online' as is_working,
    reported.inspected_on,
    reported.test_result,
    reported.longitude,
    reported.latitude
from raw.broadcast_terminal as reported
left join units on reported.unit_code = units.code
left join areas
    on
        reported.area_code = areas.area_code
        and reported._unclaimed is null

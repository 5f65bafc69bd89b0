/*
title = "登记的预警广播终端"
grain = "一行一周一个登记的终端"
key = ["as_of", "unit_code", "terminal_id"]
description = """
每周每个登记的终端及其状态、安装日期、最近巡检和播发测试，取该周所用的那期登记表。
久未巡检：未停用，最近巡检在统计周周日之前 90 天以上，或从未巡检而安装已过 90 天（安装日期不详的也算）。"""
[columns]
is_inspection_overdue = { title = "是否久未巡检", note = "90 天以上没有巡检；停用的不计" }
*/

with

returns as (
    select
        unit_code,
        as_of,
        used_as_of
    from staging.unit_return
    where source = 'broadcast_terminal'
),

terminals as (
    select
        unit_code,
        used_as_of,
        area_code,
        place_code,
        is_claimed,
        terminal_id,
        terminal_name,
        terminal_type,
        terminal_status,
        is_installed,
        is_working,
        installed_on,
        inspected_on,
        test_result
    from staging.broadcast_terminal
)

select
    returns.as_of,
    terminals.unit_code,
    terminals.terminal_id,
    terminals.terminal_name,
    terminals.area_code,
    terminals.place_code,
    terminals.is_claimed,
    terminals.terminal_type,
    terminals.terminal_status,
    terminals.is_installed,
    terminals.is_working,
    terminals.installed_on,
    terminals.inspected_on,
    terminals.test_result,
    terminals.is_installed
    and coalesce(returns.as_of - coalesce(terminals.inspected_on, terminals.installed_on) > 90, true)
        as is_inspection_overdue
from terminals
inner join returns
    on
        terminals.unit_code = returns.unit_code
        and terminals.used_as_of = returns.used_as_of

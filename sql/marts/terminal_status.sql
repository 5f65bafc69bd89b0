/*
title = "预警广播终端状况"
grain = "一行一周一个所在地"
key = ["as_of", "place_code"]
description = """
每周每个社区(村)的预警广播终端数，取该周所用的那期登记表。
已安装：至少一个未停用的终端；达标：至少两个在线的终端。这两条规则只写在这里，只对已认领的社区判断。"""
[columns]
terminals = { title = "登记终端数", unit = "个" }
installed_terminals = { title = "已安装终端数", unit = "个", note = "状态不是停用" }
working_terminals = { title = "在用终端数", unit = "个", note = "状态为在线" }
is_broadcast_installed = { title = "是否已安装", note = "至少一个终端" }
is_broadcast_compliant = { title = "是否达标", note = "至少两个在用终端" }
*/

with

returns as (
    select
        unit_code,
        as_of,
        used_as_of
    from staging.unit_return
    where
        source = 'broadcast_terminal'
        and used_as_of is not null
),

terminals as (
    select
        unit_code,
        used_as_of,
        area_code,
        place_code,
        is_claimed,
        count(*) as terminals,
        count(*) filter (where is_installed) as installed_terminals,
        count(*) filter (where is_working) as working_terminals
    from staging.broadcast_terminal
    group by
        unit_code,
        used_as_of,
        area_code,
        place_code,
        is_claimed
)

select
    returns.as_of,
    min(terminals.area_code) as area_code,
    terminals.place_code,
    bool_and(terminals.is_claimed) as is_claimed,
    cast(sum(terminals.terminals) as bigint) as terminals,
    cast(sum(terminals.installed_terminals) as bigint) as installed_terminals,
    cast(sum(terminals.working_terminals) as bigint) as working_terminals,
    bool_and(terminals.is_claimed) and sum(terminals.installed_terminals) >= 1 as is_broadcast_installed,
    bool_and(terminals.is_claimed) and sum(terminals.working_terminals) >= 2 as is_broadcast_compliant
from terminals
inner join returns
    on
        terminals.unit_code = returns.unit_code
        and terminals.used_as_of = returns.used_as_of
group by
    returns.as_of,
    terminals.place_code

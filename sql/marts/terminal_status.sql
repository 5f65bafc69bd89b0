/*
title = "预警广播终端状况"
grain = "一行一周一个所在地"
key = ["as_of", "place_code"]
description = """
每周每个社区(村)的预警广播终端数，由 marts.registered_terminal 数出。
已安装：至少一个未停用的终端；达标：至少两个在线的终端。这两条规则只写在这里，只对已认领的社区判断。"""
[columns]
terminals = { title = "登记终端数", unit = "个" }
installed_terminals = { title = "已安装终端数", unit = "个", note = "状态不是停用" }
working_terminals = { title = "在用终端数", unit = "个", note = "状态为在线" }
is_broadcast_installed = { title = "是否已安装", note = "至少一个终端" }
is_broadcast_compliant = { title = "是否达标", note = "至少两个在用终端" }
*/

with

terminals as (
    select
        as_of,
        area_code,
        place_code,
        is_claimed,
        is_installed,
        is_working
    from marts.registered_terminal
)

select
    as_of,
    min(area_code) as area_code,
    place_code,
    bool_and(is_claimed) as is_claimed,
    count(*) as terminals,
    count(*) filter (where is_installed) as installed_terminals,
    count(*) filter (where is_working) as working_terminals,
    bool_and(is_claimed) and count(*) filter (where is_installed) >= 1 as is_broadcast_installed,
    bool_and(is_claimed) and count(*) filter (where is_working) >= 2 as is_broadcast_compliant
from terminals
group by
    as_of,
    place_code

/*
title = "预警广播安装过程"
grain = "一行一周一个所在地的一个安装月份"
key = ["as_of", "place_code", "installed_month"]
description = """
按该周所用登记表里未停用终端的安装日期，各月安装的终端数；第一个终端所在的月份是该社区(村)装上的月份。
没有填安装日期的归“不详”，并且只有这种终端的社区(村)也归“不详”。拆除、停用的终端不在内，所以是现存终端的安装过程。"""
[columns]
installed_month = { title = "安装月份", note = "如 2021-03；没有日期的为“不详”" }
installed_terminals = { title = "已安装终端数", unit = "个", note = "状态不是停用" }
first_communities = { title = "当月首次装上的社区(村)数", unit = "个", note = "待认领的为 0" }
*/

with

terminals as (
    select
        as_of,
        area_code,
        place_code,
        is_claimed,
        coalesce(left(cast(installed_on as varchar), 7), '不详') as installed_month
    from marts.registered_terminal
    where is_installed
),

-- Digits sort before 不详, so that an unknown month is the first one only where none is known.
firsts as (
    select
        as_of,
        place_code,
        min(installed_month) as installed_month
    from terminals
    where is_claimed
    group by
        as_of,
        place_code
)

select
    terminals.as_of,
    min(terminals.area_code) as area_code,
    terminals.place_code,
    terminals.installed_month,
    count(*) as installed_terminals,
    case when max(firsts.place_code) is not null then 1 else 0 end as first_communities
from terminals
left join firsts
    on
        terminals.as_of = firsts.as_of
        and terminals.place_code = firsts.place_code
        and terminals.installed_month = firsts.installed_month
group by
    terminals.as_of,
    terminals.place_code,
    terminals.installed_month

/*
title = "预警广播终端数"
audience = "public"
released = "只有按区划合计的数，没有单个对象"
grain = "一行一周一个行政区划的一种终端状态"
key = ["as_of", "area_code", "terminal_status"]
description = "每周每个区划内各状态的终端数，以及其中测试异常、未测试、久未巡检的，逐级汇总；待认领的计入区(市)。"
[columns]
terminals = { title = "登记终端数", unit = "个" }
failed_terminals = { title = "其中：播发测试异常", unit = "个" }
untested_terminals = { title = "其中：未做播发测试", unit = "个", note = "含未填测试结果" }
overdue_terminals = { title = "其中：久未巡检", unit = "个" }
unclaimed_terminals = { title = "其中：待认领", unit = "个" }
*/

with

terminals as (
    select
        as_of,
        area_code,
        is_claimed,
        terminal_status,
        test_result,
        is_inspection_overdue
    from marts.registered_terminal
),

ancestors as (
    select
        area_code,
        ancestor_code
    from staging.area_ancestor
)

select
    terminals.as_of,
    ancestors.ancestor_code as area_code,
    terminals.terminal_status,
    count(*) as terminals,
    count(*) filter (where terminals.test_result = 'failed') as failed_terminals,
    count(*) filter (where coalesce(terminals.test_result, 'untested') = 'untested') as untested_terminals,
    count(*) filter (where terminals.is_inspection_overdue) as overdue_terminals,
    count(*) filter (where not terminals.is_claimed) as unclaimed_terminals
from terminals
inner join ancestors on terminals.area_code = ancestors.area_code
group by
    terminals.as_of,
    ancestors.ancestor_code,
    terminals.terminal_status

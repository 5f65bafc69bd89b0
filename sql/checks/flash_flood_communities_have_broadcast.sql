/*
title = "山洪危险区社区有在用的预警广播"
level = "warn"
message = "位于山洪危险区的社区没有在线的预警广播终端"
remedy = "请区(市)核对终端登记表，或安排安装（规则 X2）"
*/

select
    as_of,
    place_code,
    community_name,
    terminals,
    working_terminals
from marts.broadcast_coverage
where
    flash_flood_communities > 0
    and working_terminals = 0
    and as_of = (select max(week.as_of) from staging.week)
order by place_code

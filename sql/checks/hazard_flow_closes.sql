/*
title = "隐患点存量与流量闭合"
level = "error"
message = "期初、流量与期末对不上"
remedy = "核对 sql/marts/hazard_flow.sql：期初 + 新增 + 重新在册 + 更正调整 − 销号 − 合并 − 消失 应等于期末"
description = "规则 X3，分区(市)、分类型、分周。"
*/

select
    as_of,
    area_code,
    hazard_type,
    opening,
    added,
    reopened,
    reclassified,
    removed,
    merged,
    vanished,
    closing
from marts.hazard_flow
where opening + added + reopened + reclassified - removed - merged - vanished <> closing
order by
    as_of,
    area_code,
    hazard_type

/*
title = "滞后的规则"
grain = "只有一行"
key = ["near_share"]
description = """
落后多少算接近计划，只写在这里。接近计划的照样列入滞后清单，但排在最后，不作为最晚的一项说：
差得很少而计划早已到头的，折算成天数会很大。可按本单位规定改这一处。"""
[columns]
near_share = { title = "接近计划的门槛", note = "差距占计划数的比例，小于它为接近计划" }
rule = "规则"
*/

with

limits as (
    select listed.near_share
    from (values (0.02)) as listed (near_share)
)

select
    cast(near_share as double) as near_share,
    '差距不到计划的' || cast(cast(round(near_share * 100) as integer) as varchar) || '%' as rule
from limits

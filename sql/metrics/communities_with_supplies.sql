/*
title = "配备应急物资的社区数"
unit = "个"
direction = "up"
level = "community"
owner = "市应急管理局"
definition = """
社区减灾能力调查表中配备了基本应急物资的社区(村)数。未按期报送的单位沿用上期。区划待认领的计入报送单位所在区(市)，不计入社区和镇(街道)。"""
phrase = "为{numerator}个社区配备基本应急物资"
wordings = [
    "[为]{numerator}个社区配备[基本]应急物资",
    "配备[基本]应急物资的社区{numerator}个",
    "{}个社区中{numerator}个配备[基本]应急物资",
]
zero_when_reported = true
changes = []

[thresholds]
basis = "plan"
green = 1.0
yellow = 0.9

[rows]
from = "staging.community"
where = "r.has_supplies"
cells = ["has_supplies"]
*/

select
    area_code,
    as_of,
    cast(sum(supplied_communities) as bigint) as numerator
from marts.community_status
group by
    area_code,
    as_of

/*
title = "应急物资配备率"
unit = "%"
direction = "up"
level = "community"
owner = "市应急管理局"
definition = """
配备了基本应急物资的社区(村)数 ÷ 社区减灾能力调查表中的全部社区(村)数。未按期报送的单位沿用上期。区划待认领的计入报送单位所在区(市)，不计入社区和镇(街道)。"""
phrase = "{denominator}个社区中{numerator}个配备了基本应急物资"
wordings = [
    "社区应急物资配备率{value}%",
]
target = 1.0
planned_by = "communities_with_supplies"
changes = []

[thresholds]
basis = "value"
green = 1.0
yellow = 0.9

[rows]
from = "staging.community"
numerator = "case when r.has_supplies then 1 else 0 end"
denominator = "1"
cells = ["has_supplies"]
*/

select
    area_code,
    as_of,
    cast(sum(supplied_communities) as bigint) as numerator,
    cast(sum(communities) as bigint) as denominator
from marts.community_status
group by
    area_code,
    as_of

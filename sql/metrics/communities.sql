/*
title = "社区(村)数"
unit = "个"
direction = "none"
level = "community"
owner = "市应急管理局"
definition = """
社区减灾能力调查表中的社区(村)数，是各项社区覆盖率的分母。未按期报送的单位沿用上期。区划待认领的计入报送单位所在区(市)，不计入社区和镇(街道)。"""
phrase = "共有社区(村){numerator}个"
wordings = [
    "有社区{numerator}个",
]
zero_when_reported = true
changes = []

[rows]
from = "staging.community"
cells = ["area_code"]
*/

select
    area_code,
    as_of,
    cast(sum(communities) as bigint) as numerator
from marts.community_status
group by
    area_code,
    as_of

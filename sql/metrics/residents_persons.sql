/*
title = "常住人口"
unit = "人"
direction = "none"
level = "community"
owner = "市应急管理局"
definition = """
社区减灾能力调查表“常住人口”合计。未按期报送的单位沿用上期。区划待认领的计入报送单位所在区(市)，不计入社区和镇(街道)。"""
phrase = "常住人口{numerator}人"
zero_when_reported = true
changes = []

[rows]
from = "staging.community"
numerator = "r.residents_persons"
cells = ["residents_persons"]
*/

select
    area_code,
    as_of,
    cast(sum(residents_persons) as bigint) as numerator
from marts.community_status
group by
    area_code,
    as_of

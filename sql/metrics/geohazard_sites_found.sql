/*
title = "排查地质灾害隐患点数"
unit = "处"
direction = "none"
level = "community"
owner = "市自然资源部门"
definition = """
隐患点台账中地质灾害隐患点的累计处数，含已销号和已合并的。未按期报送的单位沿用上期。区划待认领的计入报送单位所在区(市)，不计入社区和镇(街道)。"""
phrase = "累计排查地质灾害隐患点{numerator}处"
wordings = [
    "<排查><地质灾害隐患点>{numerator}(处|个)",
    "<排查>{numerator}(处|个)地质灾害隐患点",
]
zero_when_reported = true
changes = []

[rows]
from = "staging.hazard_site"
where = "r.hazard_family = 'geological'"
cells = ["hazard_type"]
*/

select
    area_code,
    as_of,
    cast(sum(found_sites) as bigint) as numerator
from marts.hazard_progress
where hazard_family = 'geological'
group by
    area_code,
    as_of

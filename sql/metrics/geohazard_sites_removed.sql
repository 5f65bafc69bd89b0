/*
title = "销号地质灾害隐患点数"
unit = "处"
direction = "up"
level = "community"
owner = "市自然资源部门"
definition = """
整改状态为已销号的地质灾害隐患点累计处数，不含合并的。未按期报送的单位沿用上期。区划待认领的计入报送单位所在区(市)，不计入社区和镇(街道)。"""
phrase = "销号地质灾害隐患点{numerator}处"
wordings = [
    "销号<地质灾害隐患点>{numerator}(处|个)",
    "<地质灾害隐患点>销号{numerator}(处|个)",
    "销号{numerator}(处|个)地质灾害隐患点",
]
zero_when_reported = true
changes = []

[thresholds]
basis = "plan"
green = 1.0
yellow = 0.9

[rows]
from = "staging.hazard_site"
where = "r.hazard_family = 'geological' and r.remediation_status = 'closed'"
cells = ["hazard_type", "remediation_status"]
*/

select
    area_code,
    as_of,
    cast(sum(removed_sites) as bigint) as numerator
from marts.hazard_progress
where hazard_family = 'geological'
group by
    area_code,
    as_of

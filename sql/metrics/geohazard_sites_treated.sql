/*
title = "完成治理地质灾害隐患点数"
unit = "处"
direction = "up"
level = "community"
owner = "市自然资源部门"
definition = """
有完成日期的地质灾害隐患点累计处数，含其后销号的。完成治理不等于销号，复核、销号另计。未按期报送的单位沿用上期。区划待认领的计入报送单位所在区(市)，不计入社区和镇(街道)。"""
phrase = "完成治理地质灾害隐患点{numerator}处"
wordings = [
    "完成治理<地质灾害隐患点>{numerator}(处|个)",
    "<地质灾害隐患点>完成治理{numerator}(处|个)",
    "完成治理{numerator}(处|个)地质灾害隐患点",
    "{numerator}(处|个)地质灾害隐患点完成治理",
    "完成{numerator}(处|个)地质灾害隐患点治理",
    "<排查><地质灾害隐患点>{geohazard_sites_found}处、完成治理{numerator}处",
]
zero_when_reported = true
changes = []

[thresholds]
basis = "plan"
green = 1.0
yellow = 0.9

[rows]
from = "staging.hazard_site"
where = "r.hazard_family = 'geological' and r.is_treated"
cells = ["hazard_type", "treated_on"]
*/

select
    area_code,
    as_of,
    cast(sum(treated_sites) as bigint) as numerator
from marts.hazard_progress
where hazard_family = 'geological'
group by
    area_code,
    as_of

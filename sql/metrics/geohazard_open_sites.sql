/*
title = "在册地质灾害隐患点数"
unit = "处"
direction = "down"
level = "community"
owner = "市自然资源部门"
definition = """
未销号、未合并的地质灾害隐患点处数，含已完成治理待复核的。未按期报送的单位沿用上期。区划待认领的计入报送单位所在区(市)，不计入社区和镇(街道)。"""
phrase = "在册地质灾害隐患点{numerator}处"
wordings = [
    "<在册><地质灾害隐患点>{numerator}(处|个)",
    "<地质灾害隐患点>在册{numerator}(处|个)",
    "{numerator}(处|个)在册地质灾害隐患点",
]
zero_when_reported = true
changes = []

[rows]
from = "staging.hazard_site"
where = "r.hazard_family = 'geological' and r.is_open"
cells = ["hazard_type", "remediation_status"]
*/

select
    area_code,
    as_of,
    cast(sum(open_sites) as bigint) as numerator
from marts.hazard_progress
where hazard_family = 'geological'
group by
    area_code,
    as_of

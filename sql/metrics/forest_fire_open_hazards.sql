/*
title = "在册森林火灾隐患点数"
unit = "处"
direction = "down"
level = "community"
owner = "市林业部门"
definition = """
未销号、未合并的森林火灾隐患点处数，含已整改待复核的。未按期报送的单位沿用上期。区划待认领的计入报送单位所在区(市)，不计入社区和镇(街道)。"""
phrase = "在册森林火灾隐患点{numerator}处"
wordings = [
    "<在册><森林火灾隐患点>{numerator}(处|个)",
    "<森林火灾隐患点>在册{numerator}(处|个)",
    "{numerator}(处|个)在册森林火灾隐患点",
]
zero_when_reported = true
changes = []

[rows]
from = "staging.hazard_site"
where = "r.hazard_family = 'forest_fire' and r.is_open"
cells = ["hazard_type", "remediation_status"]
*/

select
    area_code,
    as_of,
    cast(sum(open_sites) as bigint) as numerator
from marts.hazard_progress
where hazard_family = 'forest_fire'
group by
    area_code,
    as_of

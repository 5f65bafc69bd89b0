/*
title = "整改完成森林火灾隐患点数"
unit = "处"
direction = "up"
level = "community"
owner = "市林业部门"
definition = """
有完成日期的森林火灾隐患点累计处数，含其后销号的。未按期报送的单位沿用上期。区划待认领的计入报送单位所在区(市)，不计入社区和镇(街道)。"""
phrase = "整改完成森林火灾隐患点{numerator}处"
wordings = [
    "整改完成<森林火灾隐患点>{numerator}(处|个)",
    "<森林火灾隐患点>整改完成{numerator}(处|个)",
    "整改完成{numerator}(处|个)森林火灾隐患点",
    "{numerator}(处|个)森林火灾隐患点[全部]整改完成",
    "完成{numerator}(处|个)森林火灾隐患点整改",
    "<排查><森林火灾隐患点>{forest_fire_hazards_found}处、整改完成{numerator}处",
]
zero_when_reported = true
changes = []

[thresholds]
basis = "plan"
green = 1.0
yellow = 0.9

[rows]
from = "staging.hazard_site"
where = "r.hazard_family = 'forest_fire' and r.is_treated"
cells = ["hazard_type", "treated_on"]
*/

select
    area_code,
    as_of,
    cast(sum(treated_sites) as bigint) as numerator
from marts.hazard_progress
where hazard_family = 'forest_fire'
group by
    area_code,
    as_of

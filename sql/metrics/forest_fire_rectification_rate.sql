/*
title = "森林火灾隐患整改率"
unit = "%"
direction = "up"
level = "community"
owner = "市林业部门"
definition = """
有完成日期的森林火灾隐患点 ÷ 累计排查的森林火灾隐患点（含已销号和已合并的）。未按期报送的单位沿用上期。区划待认领的计入报送单位所在区(市)，不计入社区和镇(街道)。"""
phrase = "森林火灾隐患点{denominator}处、整改完成{numerator}处"
wordings = [
    "<森林火灾隐患点>整改率{value}%",
]
target = 1.0
planned_by = "forest_fire_hazards_rectified"
changes = []

[thresholds]
basis = "plan"
green = 1.0
yellow = 0.9

[rows]
from = "staging.hazard_site"
where = "r.hazard_family = 'forest_fire'"
numerator = "case when r.is_treated then 1 else 0 end"
denominator = "1"
cells = ["hazard_type", "treated_on"]
*/

select
    area_code,
    as_of,
    cast(sum(treated_sites) as bigint) as numerator,
    cast(sum(found_sites) as bigint) as denominator
from marts.hazard_progress
where hazard_family = 'forest_fire'
group by
    area_code,
    as_of

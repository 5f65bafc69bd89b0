/*
title = "河道综合整治长度"
unit = "米"
direction = "up"
level = "community"
owner = "市水务(水利)部门"
definition = """
河道综合整治工程完成工程量合计。按工程量填报的数，不以项目个数代替；公里折成米，其他计量单位的不计入。未按期报送的单位沿用上期。区划待认领的计入报送单位所在区(市)，不计入社区和镇(街道)。"""
phrase = "实施河道综合整治{numerator}米"
wordings = [
    "[完成]河道综合整治{numerator}米",
    "完成{numerator}米河道综合整治",
    "河道综合整治计划{}米，完成{numerator}米",
]
zero_when_reported = true
changes = []

[thresholds]
basis = "plan"
green = 1.0
yellow = 0.9

[rows]
from = "staging.project"
where = "r.project_type = 'river_regulation' and r.quantity_unit = 'm'"
numerator = "r.completed_quantity"
cells = ["project_type", "quantity_unit", "completed_quantity"]
*/

select
    area_code,
    as_of,
    cast(sum(cast(completed_quantity as decimal(38, 6))) as double) as numerator
from marts.project_progress
where
    project_type = 'river_regulation'
    and quantity_unit = 'm'
group by
    area_code,
    as_of

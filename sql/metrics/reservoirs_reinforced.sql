/*
title = "除险加固水库塘坝数"
unit = "座"
direction = "up"
level = "community"
owner = "市水务(水利)部门"
definition = """
水库塘坝除险加固工程完成工程量合计（座）；未填工程量的项目不计。未按期报送的单位沿用上期。区划待认领的计入报送单位所在区(市)，不计入社区和镇(街道)。"""
phrase = "对{numerator}座水库、塘坝进行除险加固"
wordings = [
    "完成{numerator}座水库、塘坝除险加固",
    "完成水库、塘坝除险加固{numerator}座",
    "除险加固水库、塘坝{numerator}座",
    "水库、塘坝除险加固完成{numerator}座",
    "水库塘坝除险加固计划{}座，完成{numerator}座",
]
zero_when_reported = true
changes = []

[thresholds]
basis = "plan"
green = 1.0
yellow = 0.9

[rows]
from = "staging.project"
where = "r.project_type = 'reservoir_reinforcement' and r.quantity_unit = 'reservoirs'"
numerator = "r.completed_quantity"
cells = ["project_type", "quantity_unit", "completed_quantity"]
*/

select
    area_code,
    as_of,
    cast(sum(cast(completed_quantity as decimal(38, 6))) as double) as numerator
from marts.project_progress
where
    project_type = 'reservoir_reinforcement'
    and quantity_unit = 'reservoirs'
group by
    area_code,
    as_of

/*
title = "水库塘坝除险加固完成率"
unit = "%"
direction = "up"
level = "community"
owner = "市水务(水利)部门"
definition = """
水库塘坝除险加固工程完成工程量 ÷ 计划工程量（座）。未按期报送的单位沿用上期。区划待认领的计入报送单位所在区(市)，不计入社区和镇(街道)。"""
phrase = "水库塘坝除险加固计划{denominator}座，完成{numerator}座"
target = 1.0
planned_by = "reservoirs_reinforced"
changes = []

[thresholds]
basis = "plan"
green = 1.0
yellow = 0.9

[rows]
from = "staging.project"
where = "r.project_type = 'reservoir_reinforcement' and r.quantity_unit = 'reservoirs'"
numerator = "r.completed_quantity"
denominator = "r.planned_quantity"
cells = ["project_type", "quantity_unit", "planned_quantity", "completed_quantity"]
*/

select
    area_code,
    as_of,
    cast(sum(cast(completed_quantity as decimal(38, 6))) as double) as numerator,
    cast(sum(cast(planned_quantity as decimal(38, 6))) as double) as denominator
from marts.project_progress
where
    project_type = 'reservoir_reinforcement'
    and quantity_unit = 'reservoirs'
group by
    area_code,
    as_of

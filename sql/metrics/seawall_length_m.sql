/*
title = "海堤工程全长"
unit = "米"
direction = "none"
level = "community"
owner = "市海洋部门"
definition = """
海堤建设工程计划工程量（全长）合计，不论是否建成；建成长度见“海堤工程完成率”的分子。公里折成米。未按期报送的单位沿用上期。区划待认领的计入报送单位所在区(市)，不计入社区和镇(街道)。"""
phrase = "海堤工程全长{numerator}米"
wordings = [
    "[加快]建设全长{numerator}米的[沙子口]海堤工程",
    "[沙子口]海堤工程全长{numerator}米",
]
zero_when_reported = true
changes = []

[rows]
from = "staging.project"
where = "r.project_type = 'seawall' and r.quantity_unit = 'm'"
numerator = "r.planned_quantity"
cells = ["project_type", "quantity_unit", "planned_quantity"]
*/

select
    area_code,
    as_of,
    cast(sum(cast(planned_quantity as decimal(38, 6))) as double) as numerator
from marts.project_progress
where
    project_type = 'seawall'
    and quantity_unit = 'm'
group by
    area_code,
    as_of

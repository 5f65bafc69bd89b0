/*
title = "检验合格对象数"
unit = "个"
direction = "up"
level = "district"
owner = "市普查办"
definition = """
检验合格数 = 检验完成数 − 退回修正数 + 修正合格数，各任务合计。按普查进度周报表，该区划承担的全部任务合计。未按期报送的单位沿用上期。"""
phrase = "检验合格对象{numerator}个"
zero_when_reported = true
changes = []

[thresholds]
basis = "plan"
green = 1.0
yellow = 0.9

[rows]
from = "staging.census_return"
with = "marts.task_progress"
on = ["as_of", "area_code", "task_code", "unit_code", "used_as_of"]
where = "m.task_code is not null"
numerator = "r.passed_objects"
cells = ["passed_objects"]
*/

select
    area_code,
    as_of,
    cast(sum(passed_objects) as bigint) as numerator
from marts.task_progress
group by
    area_code,
    as_of

/*
title = "汇交率"
unit = "%"
direction = "up"
level = "district"
owner = "市普查办"
definition = """
汇交数 ÷ 应查数。按普查进度周报表，该区划承担的全部任务合计。未按期报送的单位沿用上期。"""
phrase = "普查应查对象{denominator}个，汇交{numerator}个"
wordings = [
    "普查汇交率{value}%",
    "汇交完成率{value}%",
]
target = 1.0
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
numerator = "r.submitted_objects"
denominator = "r.required_objects"
cells = ["submitted_objects", "required_objects"]
*/

select
    area_code,
    as_of,
    cast(sum(submitted_objects) as bigint) as numerator,
    cast(sum(required_objects) as bigint) as denominator
from marts.task_progress
group by
    area_code,
    as_of

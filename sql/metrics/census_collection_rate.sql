/*
title = "采集率"
unit = "%"
direction = "up"
level = "district"
owner = "市普查办"
definition = """
采集完成数 ÷ 应查数。按普查进度周报表，该区划承担的全部任务合计。未按期报送的单位沿用上期。
应查数随任务增减而变，变动另列“任务数变动”，不混入工作量。"""
phrase = "普查应查对象{denominator}个，采集完成{numerator}个"
wordings = [
    "普查采集率{value}%",
    "采集完成率{value}%",
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
numerator = "r.collected_objects"
denominator = "r.required_objects"
cells = ["collected_objects", "required_objects"]
*/

select
    area_code,
    as_of,
    cast(sum(collected_objects) as bigint) as numerator,
    cast(sum(required_objects) as bigint) as denominator
from marts.task_progress
group by
    area_code,
    as_of

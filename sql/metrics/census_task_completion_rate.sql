/*
title = "普查任务完成率"
unit = "%"
direction = "up"
level = "district"
owner = "市普查办"
definition = """
完成普查任务数 ÷ 承担任务数。承担任务指出现在所用周报中的任务。未按期报送的单位沿用上期。
新增承担任务使分母变大，变动另列“任务数变动”。"""
phrase = "承担普查任务{denominator}项，完成{numerator}项"
wordings = [
    "<普查任务>完成率{value}%",
    "承担普查任务{denominator}项",
    "承担{denominator}项普查任务",
]
target = 1.0
planned_by = "census_tasks_completed"
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
each = ["task_code"]
numerator = "case when m.is_completed then 1 else 0 end"
denominator = "1"
cells = ["task_status"]
*/

select
    area_code,
    as_of,
    count(*) filter (where is_completed) as numerator,
    count(*) as denominator
from marts.task_progress
group by
    area_code,
    as_of

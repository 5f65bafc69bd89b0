/*
title = "完成普查任务数"
unit = "项"
direction = "up"
level = "district"
owner = "市普查办"
definition = """
任务状态为已汇交、评估区划、已验收的任务数。未按期报送的单位沿用上期。
全市数为各区(市)之和，同一任务由几个区(市)承担的计几项。"""
phrase = "完成普查任务{numerator}项"
wordings = [
    "完成{numerator}项普查任务",
    "完成{census_categories_completed}类、{numerator}项普查任务",
    "完成{census_categories_completed}类{numerator}项普查任务",
    "完成普查任务{census_categories_completed}类、{numerator}项",
    "完成普查任务{census_categories_completed}类{numerator}项",
    "{numerator}项普查任务[全部]完成",
    "承担普查任务{}项，完成{numerator}项",
    "完成<普查任务>{numerator}项",
]
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
where = "m.task_code is not null and m.is_completed"
each = ["task_code"]
cells = ["task_status"]
*/

select
    area_code,
    as_of,
    count(*) filter (where is_completed) as numerator
from marts.task_progress
group by
    area_code,
    as_of

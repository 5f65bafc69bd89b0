/*
title = "修正通过率"
unit = "%"
direction = "up"
level = "district"
owner = "市普查办"
definition = """
修正合格数 ÷ 退回修正数。按普查进度周报表，该区划承担的全部任务合计。未按期报送的单位沿用上期。
没有退回的无此率（显示“无数据”）。"""
phrase = "检验退回修正{denominator}个，修正合格{numerator}个"
target = 1.0
changes = []

[thresholds]
basis = "value"
green = 1.0
yellow = 0.9

[rows]
from = "staging.census_return"
with = "marts.task_progress"
on = ["as_of", "area_code", "task_code", "unit_code", "used_as_of"]
where = "m.task_code is not null"
numerator = "r.corrected_objects"
denominator = "r.returned_objects"
cells = ["corrected_objects", "returned_objects"]
*/

select
    area_code,
    as_of,
    cast(sum(corrected_objects) as bigint) as numerator,
    cast(sum(returned_objects) as bigint) as denominator
from marts.task_progress
group by
    area_code,
    as_of

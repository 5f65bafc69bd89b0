/*
title = "汇交文字成果数"
unit = "本"
direction = "up"
level = "district"
owner = "市普查办"
definition = """
普查进度周报表“文字成果”合计，不含图件和数据成果。未按期报送的单位沿用上期。"""
phrase = "汇交文字成果{numerator}本"
wordings = [
    "汇交{numerator}本文字成果",
    "<汇交>文字成果{numerator}本",
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
where = "m.task_code is not null"
numerator = "r.documents"
cells = ["documents"]
*/

select
    area_code,
    as_of,
    cast(sum(documents) as bigint) as numerator
from marts.task_progress
group by
    area_code,
    as_of

/*
title = "完成普查任务类数"
unit = "类"
direction = "up"
level = "district"
owner = "市普查办"
definition = """
一类任务中该区(市)承担的全部任务都完成，计一类。未按期报送的单位沿用上期。
各区(市)的类数不相加：全市的一类须各区(市)承担的该类任务都完成。目录中没有的任务不属任何类。
新承担的任务未完成，会使原已完成的一类重新变为未完成。"""
phrase = "完成普查任务{numerator}类"
wordings = [
    "完成{numerator}类普查任务",
]
additive = false
changes = []

[thresholds]
basis = "plan"
green = 1.0
yellow = 0.9
*/

select
    area_code,
    as_of,
    count(*) filter (where is_category_completed) as numerator
from marts.category_progress
group by
    area_code,
    as_of

/*
title = "实施危房改造户数"
unit = "户"
direction = "up"
level = "community"
owner = "市住房城乡建设部门"
definition = """
“四类重点困难群体”危房改造台账中已开工的户数，含已竣工的。未按期报送的单位沿用上期。区划待认领的计入报送单位所在区(市)，不计入社区和镇(街道)。"""
phrase = "实施“四类重点困难群体”危房改造{numerator}户"
wordings = [
    "新实施[“{hardship_classes}类重点困难群体”]<危房改造>{numerator}户",
    "实施[“{hardship_classes}类重点困难群体”]<危房改造>{numerator}户",
    "危房改造开工{numerator}户",
]
zero_when_reported = true
changes = []

[thresholds]
basis = "plan"
green = 1.0
yellow = 0.9

[rows]
from = "staging.house_renovation"
where = "r.started_on is not null"
cells = ["started_on"]
*/

select
    area_code,
    as_of,
    cast(sum(started_houses) as bigint) as numerator
from marts.renovation_progress
group by
    area_code,
    as_of

/*
title = "竣工危房改造户数"
unit = "户"
direction = "up"
level = "community"
owner = "市住房城乡建设部门"
definition = """
“四类重点困难群体”危房改造台账中有竣工日期的户数。未按期报送的单位沿用上期。区划待认领的计入报送单位所在区(市)，不计入社区和镇(街道)。"""
phrase = "“四类重点困难群体”危房改造竣工{numerator}户"
wordings = [
    "[“四类重点困难群体”]<危房改造>竣工{numerator}户",
    "竣工[“四类重点困难群体”]危房改造{numerator}户",
]
zero_when_reported = true
changes = []

[thresholds]
basis = "plan"
green = 1.0
yellow = 0.9

[rows]
from = "staging.house_renovation"
where = "r.completed_on is not null"
cells = ["completed_on"]
*/

select
    area_code,
    as_of,
    cast(sum(completed_houses) as bigint) as numerator
from marts.renovation_progress
group by
    area_code,
    as_of

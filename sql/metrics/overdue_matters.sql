/*
title = "逾期未办结问题事项数"
audience = "analyst"
unit = "件"
direction = "down"
level = "district"
owner = "市普查办"
definition = """
未办结、办结时限早于统计周周日的件数；没有写时限的不计。没有新台账的，逾期照样按统计周周日判断。来源有变动时才报，最近一期就是现状；没有报送过的单位不计，不作零。"""
phrase = "逾期未办结问题事项{numerator}件"
target = 0.0
changes = []

[thresholds]
basis = "value"
green = 0.0
yellow = 0.0

[rows]
from = "staging.open_matter"
where = "r.is_open and r.due_on < r.as_of"
cells = ["due_on", "matter_state"]
*/

select
    area_code,
    as_of,
    count(*) filter (where is_overdue) as numerator
from marts.matter_status
group by
    area_code,
    as_of

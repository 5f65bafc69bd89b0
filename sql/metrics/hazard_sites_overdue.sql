/*
title = "逾期未治理隐患点数"
unit = "处"
direction = "down"
level = "community"
owner = "市自然资源部门、市林业部门、市水务(水利)部门"
definition = """
在册、没有完成日期、整改时限早于统计周周日的隐患点处数；未填整改时限的不计。
沿用上期台账的单位按统计周周日判断，逾期照样增加。区划待认领的计入报送单位所在区(市)，不计入社区和镇(街道)。"""
phrase = "逾期未治理隐患点{numerator}处"
wordings = [
    "{numerator}(处|个)隐患点逾期未治理",
    "逾期未治理各类隐患点{numerator}(处|个)",
]
zero_when_reported = true
target = 0.0
changes = []

[thresholds]
basis = "value"
green = 0.0
yellow = 0.0

[rows]
from = "staging.hazard_site"
where = "r.is_open and not r.is_treated and r.due_on < r.as_of"
cells = ["due_on", "treated_on", "remediation_status"]
*/

select
    area_code,
    as_of,
    cast(sum(overdue_sites) as bigint) as numerator
from marts.hazard_progress
group by
    area_code,
    as_of

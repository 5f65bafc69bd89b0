/*
title = "建有避难场所的社区数"
unit = "个"
direction = "up"
level = "community"
owner = "市应急管理局"
definition = """
至少有一个社区避难场所（未撤销）的社区(村)数。
区划待认领的场所不知属于哪个社区，不计入本指标。未按期报送的单位沿用上期。"""
phrase = "在{numerator}个社区建有避难场所"
wordings = [
    "{numerator}个社区建设避难场所",
    "在{numerator}个社区建设避难场所",
    "建设避难场所的社区{numerator}个",
]
zero_when_reported = true
changes = []

[thresholds]
basis = "plan"
green = 1.0
yellow = 0.9

[rows]
from = "staging.shelter"
with = "marts.shelter_status"
on = ["as_of", "place_code", "shelter_register"]
where = "r.is_counted and r.shelter_register = 'community' and m.is_community"
each = ["place_code"]
cells = ["area_code", "shelter_register"]
*/

select
    area_code,
    as_of,
    count(*) as numerator
from marts.shelter_status
where
    shelter_register = 'community'
    and is_community
group by
    area_code,
    as_of

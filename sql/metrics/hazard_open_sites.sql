/*
title = "在册隐患点数"
unit = "处"
direction = "down"
level = "community"
owner = "市自然资源部门、市林业部门、市水务(水利)部门"
definition = """
未销号、未合并的隐患点处数，地质灾害隐患点、森林火灾隐患点、山洪危险区三类按处合计。未按期报送的单位沿用上期。区划待认领的计入报送单位所在区(市)，不计入社区和镇(街道)。"""
phrase = "在册隐患点{numerator}处"
wordings = [
    "<在册><各类隐患点>{numerator}(处|个)",
]
zero_when_reported = true
changes = []

[rows]
from = "staging.hazard_site"
where = "r.is_open"
cells = ["remediation_status"]
*/

select
    area_code,
    as_of,
    cast(sum(open_sites) as bigint) as numerator
from marts.hazard_progress
group by
    area_code,
    as_of

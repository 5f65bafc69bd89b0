/*
title = "仍受威胁人数"
audience = "public"
released = "区(市)以上的合计说不出是哪一处"
finest = "district"
unit = "人"
direction = "down"
level = "community"
owner = "市自然资源部门、市林业部门、市水务(水利)部门"
definition = """
在册且没有完成日期的隐患点的威胁人数合计。已完成治理（含待复核）、已销号、已合并的不再计，未填威胁人数的不计入；
同一人受几处威胁的重复计。未按期报送的单位沿用上期。区划待认领的计入报送单位所在区(市)，不计入社区和镇(街道)。"""
phrase = "隐患点仍威胁{numerator}人"
wordings = [
    "{numerator}人仍受[隐患点]威胁",
    "[隐患点]仍威胁{numerator}人",
]
zero_when_reported = true
changes = []

[rows]
from = "staging.hazard_site"
where = "r.is_open and not r.is_treated"
numerator = "r.threatened_persons"
cells = ["threatened_persons", "remediation_status", "treated_on"]
*/

select
    area_code,
    as_of,
    cast(sum(exposed_persons) as bigint) as numerator
from marts.hazard_progress
group by
    area_code,
    as_of

/*
title = "社区避难场所数"
unit = "个"
direction = "up"
level = "community"
owner = "市应急管理局"
definition = """
只计社区避难场所，城市综合避难场所另行登记、不相加；撤销的不计，维修中的仍计。未按期报送的单位沿用上期。区划待认领的计入报送单位所在区(市)，不计入社区和镇(街道)。"""
phrase = "建设社区避难场所{numerator}个"
wordings = [
    "在{communities_with_shelters}个社区建设避难场所{numerator}(个|处|座)",
    "<建设>社区避难场所{numerator}(个|处|座)",
    "社区避难场所{numerator}(处|座)",
    "建设{numerator}(个|处|座)社区避难场所",
    "<建设><社区避难场所>{numerator}(个|处|座)",
]
zero_when_reported = true
changes = []

[thresholds]
basis = "plan"
green = 1.0
yellow = 0.9

[rows]
from = "staging.shelter"
where = "r.is_counted and r.shelter_register = 'community'"
cells = ["shelter_register", "shelter_state"]
*/

select
    area_code,
    as_of,
    cast(sum(shelters) as bigint) as numerator
from marts.shelter_status
where shelter_register = 'community'
group by
    area_code,
    as_of

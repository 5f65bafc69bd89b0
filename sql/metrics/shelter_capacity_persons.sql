/*
title = "社区避难场所容量"
unit = "人"
direction = "up"
level = "community"
owner = "市应急管理局"
definition = """
社区避难场所容纳人数合计。只计社区避难场所，城市综合避难场所另行登记、不相加；撤销的不计，维修中的仍计。未按期报送的单位沿用上期。区划待认领的计入报送单位所在区(市)，不计入社区和镇(街道)。"""
phrase = "社区避难场所可容纳{numerator}人"
wordings = [
    "<社区避难场所>可容纳{numerator}人",
]
zero_when_reported = true
changes = []

[rows]
from = "staging.shelter"
where = "r.is_counted and r.shelter_register = 'community'"
numerator = "r.capacity_persons"
cells = ["shelter_register", "capacity_persons"]
*/

select
    area_code,
    as_of,
    cast(sum(shelter_capacity_persons) as bigint) as numerator
from marts.shelter_status
where shelter_register = 'community'
group by
    area_code,
    as_of

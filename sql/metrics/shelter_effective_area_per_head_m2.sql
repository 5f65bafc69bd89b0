/*
title = "人均有效避难面积"
unit = "平方米/人"
direction = "up"
level = "community"
owner = "市应急管理局"
definition = """
有效避难面积 ÷ 容纳人数，只用填了有效避难面积的社区避难场所。只计社区避难场所，城市综合避难场所另行登记、不相加；撤销的不计，维修中的仍计。未按期报送的单位沿用上期。区划待认领的计入报送单位所在区(市)，不计入社区和镇(街道)。指示灯按代码表“避难时长”的人均有效避难面积下限（GB 51143，背景资料，以本地规定为准）：不低于短期避难的下限为达标，不低于紧急避难的下限为接近达标。"""
phrase = "社区避难场所有效避难面积{numerator}平方米，可容纳{denominator}人"
target = "codes.shelter_duration.short.least_m2_per_head"
changes = []

[thresholds]
basis = "value"
green = "codes.shelter_duration.short.least_m2_per_head"
yellow = "codes.shelter_duration.emergency.least_m2_per_head"

[rows]
from = "staging.shelter"
where = "r.is_counted and r.shelter_register = 'community' and r.effective_area_m2 is not null"
numerator = "r.effective_area_m2"
denominator = "r.capacity_persons"
cells = ["shelter_register", "effective_area_m2", "capacity_persons"]
*/

select
    area_code,
    as_of,
    cast(sum(cast(effective_area_m2 as decimal(38, 6))) as double) as numerator,
    cast(sum(paired_capacity_persons) as bigint) as denominator
from marts.shelter_status
where shelter_register = 'community'
group by
    area_code,
    as_of

/*
title = "抽样比例"
audience = "analyst"
unit = "%"
direction = "up"
level = "district"
owner = "市普查办"
definition = """
抽样数 ÷ 调查总量。只计市级核查：县级自检的比例要求不同，不混在一起。各次核查累计，同一核查编号以最新报送为准。要求不低于 10%。"""
phrase = "市级核查调查总量{denominator}个，抽样{numerator}个"
target = 0.1
changes = []

[thresholds]
basis = "value"
green = 0.1
yellow = 0.09

[rows]
from = "staging.sampling_check"
where = "r.check_level = 'city'"
numerator = "r.sampled_objects"
denominator = "r.surveyed_objects"
cells = ["check_level", "sampled_objects", "surveyed_objects"]
*/

select
    area_code,
    as_of,
    cast(sum(sampled_objects) as bigint) as numerator,
    cast(sum(surveyed_objects) as bigint) as denominator
from marts.sampling_progress
where check_level = 'city'
group by
    area_code,
    as_of

/*
title = "抽样核查差错率"
audience = "analyst"
unit = "%"
direction = "down"
level = "district"
owner = "市普查办"
definition = """
错误数 ÷ 指标总数，由填报的两个数重新计算；印发的差错率另列，不一致时照实给出差距。只计市级核查：县级自检的比例要求不同，不混在一起。各次核查累计，同一核查编号以最新报送为准。合格线 5%。"""
phrase = "市级核查指标{denominator}项，错误{numerator}项"
target = 0.05
changes = []

[thresholds]
basis = "value"
green = 0.04
yellow = 0.05

[rows]
from = "staging.sampling_check"
where = "r.check_level = 'city'"
numerator = "r.wrong_indicators"
denominator = "r.checked_indicators"
cells = ["check_level", "wrong_indicators", "checked_indicators"]
*/

select
    area_code,
    as_of,
    cast(sum(wrong_indicators) as bigint) as numerator,
    cast(sum(checked_indicators) as bigint) as denominator
from marts.sampling_progress
where check_level = 'city'
group by
    area_code,
    as_of

/*
title = "印发的抽样核查差错率"
audience = "analyst"
unit = "%"
direction = "down"
level = "district"
owner = "市普查办"
definition = """
印发的差错率按指标总数加权：（印发差错率 × 指标总数）之和 ÷ 印发了差错率的指标总数之和。
与“抽样核查差错率”并列，差距说明印发的率用了别的分母。只计市级核查：县级自检的比例要求不同，不混在一起。各次核查累计，同一核查编号以最新报送为准。"""
phrase = "印发差错率涉及指标{denominator}项，折合错误{numerator}项"
changes = []

[rows]
from = "staging.sampling_check"
where = "r.check_level = 'city' and r.printed_error_rate is not null"
numerator = "r.printed_error_rate * r.checked_indicators"
denominator = "r.checked_indicators"
cells = ["check_level", "printed_error_rate", "checked_indicators"]
*/

select
    area_code,
    as_of,
    cast(sum(cast(printed_wrong_indicators as decimal(38, 6))) as double) as numerator,
    cast(sum(printed_checked_indicators) as bigint) as denominator
from marts.sampling_progress
where check_level = 'city'
group by
    area_code,
    as_of

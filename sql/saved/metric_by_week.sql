/*
title = "一项指标逐周走势与计划"
description = "所选地区到所选周为止，一项指标每周的分子、分母、值和计划；改 where 里的指标代码即可。适合画成线。"
*/

select
    value.as_of,
    value.value,
    plan_weekly.planned,
    value.numerator,
    value.denominator,
    value.data_on,
    value.units_reported,
    value.units_expected
from metrics.value
left join marts.plan_weekly
    on
        value.metric = plan_weekly.metric
        and value.area_code = plan_weekly.area_code
        and value.as_of = plan_weekly.as_of
where
    value.metric = 'geohazard_treatment_rate'
    and value.area_code = $area
    and value.as_of <= $asof
order by value.as_of asc

/*
title = "逐周变化，分子分母都在"
description = "比率不能相加、不能平均：要合并几个区划，把分子、分母各自加起来再除一次；分母为零或没有的，值为空。"
*/

select
    value.as_of,
    value.numerator,
    value.denominator,
    value.value,
    value.units_reported,
    value.units_expected
from metrics.value
where
    value.metric = 'geohazard_treatment_rate'
    and value.area_code = $area
    and value.as_of <= $asof
order by value.as_of

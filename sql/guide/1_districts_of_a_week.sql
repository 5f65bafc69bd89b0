/*
title = "一个指标，各区(市)，一周"
description = "metrics.value 里一行是一个指标、一个区划、一周；各级区划都在里面，所以要写明看哪一级。"
*/

select
    area.area_name,
    value.numerator,
    value.denominator,
    value.value
from metrics.value
inner join staging.area on value.area_code = area.area_code
where
    value.metric = 'geohazard_treatment_rate'
    and area.area_level = 'district'
    and value.as_of = $asof
order by area.sort_key

/*
title = "区(市)排名"
description = "最新一周各区(市)的一项指标，改 where 里的指标代码即可；可用的指标见 metrics.definition。"
*/

select
    area.area_name,
    definition.title,
    value.numerator,
    value.denominator,
    value.value,
    value.units_reported,
    value.units_expected
from metrics.value
inner join metrics.definition on value.metric = definition.metric
inner join staging.area on value.area_code = area.area_code
where
    value.metric = 'geohazard_treatment_rate'
    and area.area_level = 'district'
    and value.as_of = (select max(week.as_of) from staging.week)
order by
    value.value desc,
    area.sort_key asc

/*
title = "比率不超过百分之百"
level = "warn"
message = "分子大于分母"
remedy = "核对这些区(市)的分子和分母"
*/

select
    value.metric,
    value.area_code,
    value.numerator,
    value.denominator
from metrics.value
inner join metrics.definition on value.metric = definition.metric
where
    definition.unit = '%'
    and value.numerator > value.denominator
    and value.denominator > 0
    and value.as_of = (select max(week.as_of) from staging.week)
order by
    value.metric,
    value.area_code

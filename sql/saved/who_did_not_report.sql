/*
title = "本期未报送的单位"
description = "最新一周没有按周期报送的单位，沿用的是哪一期、已沿用几周。"
*/

select
    source.title as source_title,
    units.title as unit_title,
    unit_return.carried_from,
    unit_return.weeks_stale
from staging.unit_return
inner join meta.source on unit_return.source = source.source
inner join codes.unit as units on unit_return.unit_code = units.code
where
    unit_return.is_expected
    and not unit_return.is_reported
    and unit_return.as_of = (select max(week.as_of) from staging.week)
order by
    source.title,
    units.sort

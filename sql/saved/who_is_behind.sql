/*
title = "各区(市)滞后情况"
description = "最新一周落后于计划的指标：差多少、晚几天、从哪一周开始。"
*/

select
    area.area_name,
    definition.title,
    delay.actual,
    delay.planned,
    delay.gap,
    delay.days_late,
    delay.behind_since,
    delay.responsible_unit
from marts.delay
inner join staging.area on delay.area_code = area.area_code
inner join metrics.definition on delay.metric = definition.metric
where
    delay.is_behind
    and delay.as_of = (select max(week.as_of) from staging.week)
order by
    delay.days_late desc,
    area.sort_key asc,
    definition.title asc

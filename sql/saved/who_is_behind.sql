/*
title = "各区(市)滞后情况"
description = "最新一周落后于计划的指标：差多少、相当于计划上晚几天、从哪一周开始、已有几天；接近计划的排在最后。"
*/

select
    area.area_name,
    definition.title,
    delay.actual,
    delay.planned,
    delay.gap,
    delay.is_near_plan,
    delay.days_late,
    delay.behind_since,
    delay.days_behind,
    delay.data_on,
    delay.responsible_unit
from marts.delay
inner join staging.area on delay.area_code = area.area_code
inner join metrics.definition on delay.metric = definition.metric
where
    delay.is_behind
    and delay.as_of = (select max(week.as_of) from staging.week)
order by
    delay.is_near_plan asc,
    delay.days_late desc,
    area.sort_key asc,
    definition.title asc

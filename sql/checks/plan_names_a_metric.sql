/*
title = "计划中的指标都存在"
level = "warn"
message = "计划表中的指标代码没有对应的指标，计划不起作用"
remedy = "更正计划表中的指标代码；可用的见 metrics.definition"
*/

select distinct plan.metric
from staging.plan
left join metrics.definition on plan.metric = definition.metric
where definition.metric is null
order by plan.metric

/*
title = "计划累计数不回头"
level = "warn"
message = "计划累计数后一个节点比前一个节点退步"
remedy = "更正计划表：越大越好的指标计划数应逐个不减，越小越好的应逐个不增"
[columns]
previous_planned = "上一日期的计划累计数"
*/

with

points as (
    select
        plan.plan_as_of,
        plan.metric,
        plan.area_code,
        plan.due_on,
        plan.planned,
        definition.direction,
        lag(plan.planned) over (
            partition by plan.plan_as_of, plan.metric, plan.area_code
            order by plan.due_on
        ) as previous_planned
    from staging.plan
    inner join metrics.definition on plan.metric = definition.metric
)

select
    plan_as_of,
    metric,
    area_code,
    due_on,
    previous_planned,
    planned
from points
where
    (direction = 'down' and planned > previous_planned)
    or (direction <> 'down' and planned < previous_planned)
order by
    plan_as_of,
    metric,
    area_code,
    due_on

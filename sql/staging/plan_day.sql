/*
title = "逐日计划数"
grain = "一行一版计划中一个区划的一项指标的一天"
key = ["plan_as_of", "metric", "area_code", "plan_on"]
description = """
计划节点之间按直线推算到每一天；第一个节点之前没有计划，最后一个节点之后保持不变，
直到全部计划和数据的最后一周。"""
[columns]
plan_on = "日期"
planned = "计划累计数"
responsible_unit = { title = "责任单位", note = "下一个节点的责任单位" }
last_due_on = "最后一个计划日期"
*/

with

points as (
    select
        plan_as_of,
        metric,
        area_code,
        due_on,
        planned,
        responsible_unit,
        lead(due_on) over line as next_due_on,
        lead(planned) over line as next_planned,
        lead(responsible_unit) over line as next_responsible_unit,
        max(due_on) over (partition by plan_as_of, metric, area_code) as last_due_on
    from staging.plan
    window line as (partition by plan_as_of, metric, area_code order by due_on)
),

ends as (
    select
        greatest(
            max(points.due_on + cast(7 - isodow(points.due_on) as integer)),
            (select max(week.as_of) from staging.week)
        ) as end_on
    from points
),

days as (
    select
        points.plan_as_of,
        points.metric,
        points.area_code,
        points.due_on,
        points.planned,
        points.next_due_on,
        points.next_planned,
        coalesce(points.next_responsible_unit, points.responsible_unit) as responsible_unit,
        points.last_due_on,
        cast(
            unnest(
                generate_series(points.due_on, coalesce(points.next_due_on - 1, ends.end_on), interval 1 day)
            ) as date
        ) as plan_on
    from points
    cross join ends
)

select
    plan_as_of,
    metric,
    area_code,
    plan_on,
    case
        when next_due_on is null then planned
        else round(planned + (next_planned - planned) * (plan_on - due_on) / (next_due_on - due_on), 6)
    end as planned,
    responsible_unit,
    last_due_on
from days

/*
title = "按周计划"
audience = "public"
released = "计划是印发给各区(市)的"
grain = "一行一项指标的一个区划的一周"
key = ["metric", "area_code", "as_of"]
description = """
每周周日的计划数：节点之间按直线推算，第一个计划日期之前没有计划。数据最后一周以后一直列到最后一个计划日期，供画燃尽图。"""
[columns]
as_of = "统计周（周日）"
*/

with

plan_days as (
    select
        plan_as_of,
        metric,
        area_code,
        plan_on,
        planned,
        responsible_unit,
        last_due_on
    from marts.plan_daily
),

plan_weeks as (
    select
        as_of,
        plan_as_of
    from staging.plan_week
),

data_weeks as (
    select max(as_of) as last_as_of
    from staging.week
)

select
    plan_days.metric,
    plan_days.area_code,
    plan_weeks.as_of,
    plan_days.planned,
    plan_days.responsible_unit
from plan_weeks
inner join plan_days
    on
        plan_weeks.plan_as_of = plan_days.plan_as_of
        and plan_weeks.as_of = plan_days.plan_on
cross join data_weeks
where
    plan_weeks.as_of < plan_days.last_due_on + 7
    or plan_weeks.as_of <= data_weeks.last_as_of

/*
title = "进度计划"
grain = "一行一版计划中一个区划的一项指标的一个计划日期"
key = ["plan_as_of", "metric", "area_code", "due_on"]
description = """
各版进度计划的节点。每个区划的每项指标在某一版取不晚于该版的最新一次下达（早于首次下达的取首次），
因此只下达部分指标的新计划不会让其余指标没有计划。"""
[columns]
plan_as_of = { title = "计划版本", note = "计划下达的统计截至日期" }
metric = "指标"
area_code = "行政区划代码"
*/

with

areas as (
    select area_code
    from staging.area
),

points as (
    select
        plan.as_of,
        plan.metric,
        areas.area_code,
        plan.due_on,
        max(plan.planned) as planned,
        max(plan.responsible_unit) as responsible_unit
    from raw.plan
    inner join areas on plan.area_code = areas.area_code
    where plan._unclaimed is null
    group by
        plan.as_of,
        plan.metric,
        areas.area_code,
        plan.due_on
),

versions as (
    select distinct as_of as plan_as_of
    from points
),

issues as (
    select distinct
        as_of,
        metric,
        area_code
    from points
),

in_force as (
    select
        versions.plan_as_of,
        issues.metric,
        issues.area_code,
        coalesce(
            max(issues.as_of) filter (where issues.as_of <= versions.plan_as_of),
            min(issues.as_of)
        ) as as_of
    from versions
    cross join issues
    group by
        versions.plan_as_of,
        issues.metric,
        issues.area_code
)

select
    in_force.plan_as_of,
    points.metric,
    points.area_code,
    points.due_on,
    points.planned,
    points.responsible_unit
from in_force
inner join points
    on
        in_force.as_of = points.as_of
        and in_force.metric = points.metric
        and in_force.area_code = points.area_code

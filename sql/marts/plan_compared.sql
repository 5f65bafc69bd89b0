/*
title = "对照计划"
audience = "public"
released = "计划是印发给各区(市)的"
grain = "一行一项指标的一个区划的一周"
key = ["metric", "area_code", "as_of"]
description = """
每周的数与哪一天的计划数比：所报数据截至哪一天（metrics.value.data_on），就与那一天的计划比，本周没有数的与周日的计划比。
按月报送的数在下一期之前不与更晚的计划比；缺报的不宽限，与周日的计划比。
用哪一版计划看数据截至的那一周。亮灯、滞后、卡片和排名上的计划数都取自这里。"""
[columns]
as_of = "统计周（周日）"
*/

with

values_now as (
    select
        metric,
        area_code,
        as_of,
        data_on
    from metrics.value
),

plan_days as (
    select
        plan_as_of,
        metric,
        area_code,
        plan_on,
        planned,
        responsible_unit
    from marts.plan_daily
),

plan_weeks as (
    select
        as_of,
        plan_as_of
    from staging.plan_week
),

planned_lines as (
    select distinct
        metric,
        area_code
    from plan_days
),

lines as (
    select
        planned_lines.metric,
        planned_lines.area_code,
        week.as_of
    from planned_lines
    cross join staging.week
),

dated as (
    select
        lines.metric,
        lines.area_code,
        lines.as_of,
        coalesce(values_now.data_on, lines.as_of) as data_on
    from lines
    left join values_now
        on
            lines.metric = values_now.metric
            and lines.area_code = values_now.area_code
            and lines.as_of = values_now.as_of
)

select
    dated.metric,
    dated.area_code,
    dated.as_of,
    dated.data_on,
    plan_days.plan_as_of,
    plan_days.planned,
    plan_days.responsible_unit
from dated
inner join plan_weeks on plan_weeks.as_of = dated.data_on + cast(7 - isodow(dated.data_on) as integer)
inner join plan_days
    on
        plan_weeks.plan_as_of = plan_days.plan_as_of
        and dated.metric = plan_days.metric
        and dated.area_code = plan_days.area_code
        and dated.data_on = plan_days.plan_on

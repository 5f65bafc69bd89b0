/*
title = "预计完不成的计划"
finest = "district"
grain = "一行一周一个区(市)的一项计划"
key = ["as_of", "decision_kind", "area_code", "subject_code"]
description = """
有预测的比率，其分子是有计划的计数：从数据截至的那天按近期平均速度推到计划最后一天，与计划的最后一个数相比。
取区间上端的速度也完不成、按平均速度缺的又到了门槛的才列；周增量不足、没有总数的不推算。取该周所用的那版计划。"""
[columns]
decision_kind = { title = "事项类别", note = "见 marts.decision_rule" }
subject_code = "事项代码"
subject = "事项"
items = { title = "件数", note = "计划为 1" }
since_on = { title = "从何时起", note = "连续落后于计划的第一周；本周尚未落后的为空" }
due_on = "计划的最后一天"
actual = { title = "预计完成数", note = "按近期平均速度推到计划最后一天" }
expected = { title = "应达到的数", note = "计划的最后一个数" }
*/

with

rules as (
    select
        decision_kind,
        threshold
    from marts.decision_rule
    where decision_kind = 'plan_missed'
),

-- The rate that is forecast, and the count in its numerator that the plan is made for.
shares as (
    select
        metric as share_metric,
        planned_by as count_metric
    from metrics.definition
    where planned_by is not null
),

districts as (
    select area_code
    from staging.area
    where area_level = 'district'
),

definitions as (
    select
        metric,
        title
    from metrics.definition
),

forecasts as (
    select
        metric,
        area_code,
        as_of,
        weekly_pace,
        fastest_pace
    from marts.forecast
    where fastest_pace is not null
),

actuals as (
    select
        metric,
        area_code,
        as_of,
        data_on,
        value
    from metrics.value
),

plan_weeks as (
    select
        as_of,
        plan_as_of
    from staging.plan_week
),

ends as (
    select
        plan_as_of,
        metric,
        area_code,
        planned,
        responsible_unit,
        last_due_on
    from marts.plan_daily
    where plan_on = last_due_on
),

delays as (
    select
        metric,
        area_code,
        as_of,
        behind_since
    from marts.delay
),

-- Days left times seven-day pace, kept in sevenths so that nothing is divided.
ahead as (
    select
        forecasts.as_of,
        shares.count_metric,
        forecasts.area_code,
        ends.responsible_unit,
        ends.last_due_on,
        ends.planned,
        actuals.value as reached,
        greatest(forecasts.weekly_pace, 0) as pace,
        greatest(forecasts.fastest_pace, 0) as fastest_pace,
        greatest(ends.last_due_on - actuals.data_on, 0) as days_left
    from forecasts
    inner join districts on forecasts.area_code = districts.area_code
    inner join shares on forecasts.metric = shares.share_metric
    inner join plan_weeks on forecasts.as_of = plan_weeks.as_of
    inner join ends
        on
            plan_weeks.plan_as_of = ends.plan_as_of
            and shares.count_metric = ends.metric
            and forecasts.area_code = ends.area_code
    inner join actuals
        on
            shares.count_metric = actuals.metric
            and forecasts.area_code = actuals.area_code
            and forecasts.as_of = actuals.as_of
)

select
    ahead.as_of,
    rules.decision_kind,
    ahead.area_code,
    ahead.count_metric as subject_code,
    definitions.title as subject,
    ahead.responsible_unit,
    cast(1 as bigint) as items,
    delays.behind_since as since_on,
    ahead.last_due_on as due_on,
    cast(floor(ahead.reached + ahead.pace * ahead.days_left * power(7, -1)) as double) as actual,
    cast(ahead.planned as double) as expected
from ahead
inner join definitions on ahead.count_metric = definitions.metric
inner join rules
    on
        ahead.planned > 0
        and 7 * ahead.reached + ahead.fastest_pace * ahead.days_left < 7 * ahead.planned
        and 7 * (ahead.planned - ahead.reached) - ahead.pace * ahead.days_left >= 7 * rules.threshold * ahead.planned
left join delays
    on
        ahead.count_metric = delays.metric
        and ahead.area_code = delays.area_code
        and ahead.as_of = delays.as_of

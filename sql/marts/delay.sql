/*
title = "进度滞后"
grain = "一行一项指标的一个区划的一周"
key = ["metric", "area_code", "as_of"]
description = """
有计划的指标每周的实际数与计划数。数据截至哪一天，就与那一天的计划比，见 marts.plan_compared。
越大越好的指标实际低于计划为滞后，越小越好的高于计划为滞后。
滞后天数：数据截至的那天减去计划上最后一次不高于实际数的日期（计划要求达到现有实际数的那天）；不滞后为 0，无数据为空。
上一次达到计划以后才落后的（任务数增加、数被核减），从那一次起算，不从更早的计划日起算。
滞后起始周：连续滞后的第一周。
现有实际数比计划第一天的要求还差的，滞后天数从计划第一天算起，只是下限；从有对照的第一周起就滞后的，起始周也只是下限。"""
[columns]
actual = "实际数"
gap = { title = "差距", note = "实际数减计划数" }
is_behind = { title = "是否滞后", note = "无数据为空" }
behind_since = "滞后起始周"
days_late = { title = "滞后天数", unit = "天", note = "按计划折算：相当于计划上晚几天，不是落后以来的天数" }
days_behind = { title = "落后以来天数", unit = "天", note = "滞后起始周到数据截至的那天；不滞后为空" }
is_near_plan = { title = "是否接近计划", note = "滞后而差距小于 marts.delay_rule 的门槛；不滞后为否" }
is_days_late_minimum = { title = "滞后天数是否为下限", note = "不滞后为否" }
last_met_on = { title = "上次达到计划的数据截至日期", note = "本次连续滞后之前；不滞后或从未达到为空" }
total_growth = { title = "落后以来总数增加", note = "比上次达到计划时；没有分母、总数没有增加、或不是因此才落后的为空" }
is_since_minimum = { title = "滞后起始周是否为下限", note = "从有对照的第一周起就滞后；不滞后为否" }
*/

with

rules as (
    select near_share
    from marts.delay_rule
),

plans as (
    select
        metric,
        area_code,
        as_of,
        data_on,
        plan_as_of,
        planned,
        responsible_unit
    from marts.plan_compared
),

actuals as (
    select
        metric,
        area_code,
        as_of,
        value,
        denominator
    from metrics.value
),

definitions as (
    select
        metric,
        direction
    from metrics.definition
),

plan_days as (
    select
        plan_as_of,
        metric,
        area_code,
        plan_on,
        planned
    from marts.plan_daily
),

-- A hair of tolerance: the plan between two due dates is rounded to six places.
compared as (
    select
        plans.metric,
        plans.area_code,
        plans.as_of,
        plans.data_on,
        plans.plan_as_of,
        actuals.value as actual,
        actuals.denominator,
        plans.planned,
        plans.responsible_unit,
        case when definitions.direction = 'down' then -1 else 1 end as sense,
        case
            when definitions.direction = 'down' then actuals.value > plans.planned + 0.000001
            else actuals.value < plans.planned - 0.000001
        end as is_behind
    from plans
    inner join definitions on plans.metric = definitions.metric
    left join actuals
        on
            plans.metric = actuals.metric
            and plans.area_code = actuals.area_code
            and plans.as_of = actuals.as_of
),

asked as (
    select
        compared.metric,
        compared.area_code,
        compared.as_of,
        max(plan_days.plan_on) filter (
            where plan_days.planned * compared.sense <= compared.actual * compared.sense
        ) as asked_on,
        min(plan_days.plan_on) as first_planned_on
    from compared
    inner join plan_days
        on
            compared.plan_as_of = plan_days.plan_as_of
            and compared.metric = plan_days.metric
            and compared.area_code = plan_days.area_code
            and compared.data_on >= plan_days.plan_on
    where compared.is_behind
    group by
        compared.metric,
        compared.area_code,
        compared.as_of
),

runs as (
    select
        metric,
        area_code,
        as_of,
        data_on,
        actual,
        denominator,
        planned,
        responsible_unit,
        is_behind,
        sum(case when is_behind then 0 else 1 end) over (
            partition by metric, area_code
            order by as_of
            rows unbounded preceding
        ) as run_no,
        min(case when actual is not null then as_of end) over (
            partition by metric, area_code
        ) as first_compared_on
    from compared
),

-- A run begins with the week that was on plan (or had no data); what fell since then is late since then.
since as (
    select
        metric,
        area_code,
        as_of,
        case
            when is_behind
                then max(case when not is_behind then data_on end) over (
                    partition by metric, area_code, run_no
                )
        end as last_met_on,
        case
            when is_behind
                then denominator - max(case when not is_behind then denominator end) over (
                    partition by metric, area_code, run_no
                )
        end as total_growth,
        case
            when is_behind
                then min(case when is_behind then as_of end) over (
                    partition by metric, area_code, run_no
                )
        end as behind_since
    from runs
)

select
    runs.metric,
    runs.area_code,
    runs.as_of,
    runs.data_on,
    runs.actual,
    runs.planned,
    round(runs.actual - runs.planned, 6) as gap,
    runs.is_behind,
    since.behind_since,
    since.last_met_on,
    case
        when since.total_growth > 0 and coalesce(asked.asked_on < since.last_met_on, true) then since.total_growth
    end as total_growth,
    case
        when runs.is_behind
            then runs.data_on - greatest(coalesce(asked.asked_on, asked.first_planned_on), since.last_met_on)
        when runs.actual is not null then 0
    end as days_late,
    case when runs.is_behind then greatest(runs.data_on - since.behind_since, 0) end as days_behind,
    coalesce(runs.is_behind and abs(runs.actual - runs.planned) < rules.near_share * abs(runs.planned), false)
        as is_near_plan,
    coalesce(runs.is_behind, false)
    and asked.asked_on is null
    and since.last_met_on is null as is_days_late_minimum,
    coalesce(since.behind_since = runs.first_compared_on, false) as is_since_minimum,
    runs.responsible_unit
from runs
cross join rules
inner join since
    on
        runs.metric = since.metric
        and runs.area_code = since.area_code
        and runs.as_of = since.as_of
left join asked
    on
        runs.metric = asked.metric
        and runs.area_code = asked.area_code
        and runs.as_of = asked.as_of

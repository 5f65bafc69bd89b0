/*
title = "连续停滞的工作"
finest = "district"
grain = "一行一周一个区(市)一个责任单位"
key = ["as_of", "decision_kind", "area_code", "subject_code"]
description = """
有计划、落后于计划、本周没有缺报，而分子连续若干周没有增减的指标；周数的门槛见 marts.decision_rule。
同一区(市)同一责任单位的合为一件，以停滞最久的一项为名。停滞从这个数第一次报来的那周算起，而不早于本次落后的第一周：
已达到计划、因任务数增加才落后的，此前不算停滞；算到最近一期报送为止，按月报送的在下一期之前的几周不算。"""
[columns]
decision_kind = { title = "事项类别", note = "见 marts.decision_rule" }
subject_code = "停滞最久的指标"
subject = "停滞最久的指标的名称"
items = { title = "件数", note = "停滞的指标项数" }
since_on = { title = "从何时起", note = "停滞最久的一项落后于计划、又是现在这个数的第一周" }
still_weeks = { title = "停滞周数", unit = "周", note = "停滞最久的一项，从何时起到最近一期报送" }
*/

with

rules as (
    select
        decision_kind,
        threshold
    from marts.decision_rule
    where decision_kind = 'standstill'
),

definitions as (
    select
        metric,
        title
    from metrics.definition
),

districts as (
    select area_code
    from staging.area
    where area_level = 'district'
),

pairs as (
    select
        metric,
        area_code,
        as_of,
        numerator,
        units_reported >= units_expected as is_complete,
        lag(numerator) over (partition by metric, area_code order by as_of) as earlier
    from metrics.value
    where numerator is not null
),

moves as (
    select
        metric,
        area_code,
        as_of,
        is_complete,
        case when not coalesce(numerator = earlier, false) then as_of end as moved_on
    from pairs
),

-- The week in which the number that still stands was first reported.
standing as (
    select
        metric,
        area_code,
        as_of,
        is_complete,
        max(moved_on) over (
            partition by metric, area_code
            order by as_of
            rows unbounded preceding
        ) as since_on
    from moves
),

still as (
    select
        delay.metric,
        delay.area_code,
        delay.as_of,
        delay.responsible_unit,
        greatest(standing.since_on, delay.behind_since) as since_on,
        date_diff('week', greatest(standing.since_on, delay.behind_since), delay.data_on) as still_weeks
    from marts.delay
    inner join districts on delay.area_code = districts.area_code
    inner join standing
        on
            delay.metric = standing.metric
            and delay.area_code = standing.area_code
            and delay.as_of = standing.as_of
    where
        delay.is_behind
        and standing.is_complete
),

listed as (
    select
        still.as_of,
        rules.decision_kind,
        still.area_code,
        still.responsible_unit,
        still.metric,
        still.since_on,
        still.still_weeks,
        count(*) over (
            partition by still.as_of, still.area_code, still.responsible_unit
        ) as items,
        row_number() over (
            partition by still.as_of, still.area_code, still.responsible_unit
            order by still.still_weeks desc, still.metric asc
        ) as place
    from still
    inner join rules on still.still_weeks >= rules.threshold
)

select
    listed.as_of,
    listed.decision_kind,
    listed.area_code,
    listed.metric as subject_code,
    definitions.title as subject,
    listed.responsible_unit,
    cast(listed.items as bigint) as items,
    listed.since_on,
    cast(listed.still_weeks as bigint) as still_weeks
from listed
inner join definitions on listed.metric = definitions.metric
where listed.place = 1

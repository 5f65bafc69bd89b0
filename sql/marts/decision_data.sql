/*
title = "需研究决定的数据问题"
grain = "一行一周一个区(市)的一类问题"
key = ["as_of", "decision_kind", "area_code", "subject_code"]
description = """
连续缺报、抽样不足、任务数变动。缺报按单位合并，周数取缺得最久的报表，从未报送的从别的单位开始报送、过了一个周期算起；
抽样不足按区(市)合并，所列为缺得最多的一次；任务数变动看门槛所定的天数以内各周变动相加，变了又变回来的不列。"""
[columns]
decision_kind = { title = "事项类别", note = "见 marts.decision_rule" }
area_code = "区(市)代码"
subject_code = "事项代码"
subject = "事项"
items = { title = "件数", note = "报表份数、核查次数；任务数变动为 1" }
responsible_unit = "责任单位"
since_on = "从何时起"
missed_weeks = { title = "连续缺报周数", unit = "周", note = "其余为空" }
actual = { title = "现在的数", note = "抽样数；变动后的总数" }
expected = { title = "原来的数", note = "调查总量；变动前的总数" }
*/

with

rules as (
    select
        decision_kind,
        threshold,
        window_days
    from marts.decision_rule
),

units as (
    select
        code,
        title,
        area_code
    from codes.unit
),

sources as (
    select
        source,
        title,
        cadence_days
    from meta.source
),

returns as (
    select
        source,
        unit_code,
        as_of,
        used_as_of,
        is_reported
    from staging.unit_return
    where is_expected
),

started as (
    select
        source,
        min(used_as_of) as first_as_of
    from returns
    group by source
),

missed as (
    select
        returns.source,
        returns.unit_code,
        returns.as_of,
        row_number() over weeks_of_run as missed_weeks,
        min(returns.as_of) over weeks_of_run as since_on
    from returns
    inner join started on returns.source = started.source
    inner join sources on returns.source = sources.source
    where
        not returns.is_reported
        and (
            returns.used_as_of is not null
            or returns.as_of >= started.first_as_of + cast(sources.cadence_days as integer)
        )
    window weeks_of_run as (
        partition by returns.source, returns.unit_code, returns.used_as_of
        order by returns.as_of
    )
),

missing_returns as (
    select
        missed.as_of,
        rules.decision_kind,
        units.area_code,
        missed.unit_code as subject_code,
        min(sources.title) as subject,
        max(units.title) as responsible_unit,
        count(*) as items,
        min(missed.since_on) as since_on,
        max(missed.missed_weeks) as missed_weeks
    from missed
    inner join units on missed.unit_code = units.code
    inner join sources on missed.source = sources.source
    inner join rules on rules.decision_kind = 'return_missing' and missed.missed_weeks >= rules.threshold
    group by
        missed.as_of,
        rules.decision_kind,
        units.area_code,
        missed.unit_code
),

weeks as (
    select as_of
    from staging.week
),

areas as (
    select
        area_code,
        district_code
    from staging.area
),

checks as (
    select
        check_id,
        used_as_of,
        replaced_as_of,
        area_code,
        unit_code,
        checked_on,
        surveyed_objects,
        sampled_objects
    from staging.sampling_check
    where check_level = 'city'
),

weak as (
    select
        weeks.as_of,
        rules.decision_kind,
        areas.district_code as area_code,
        checks.checked_on,
        checks.used_as_of,
        checks.surveyed_objects,
        checks.sampled_objects,
        count(*) over (partition by weeks.as_of, areas.district_code) as items,
        min(coalesce(checks.checked_on, checks.used_as_of)) over (
            partition by weeks.as_of, areas.district_code
        ) as since_on,
        row_number() over (
            partition by weeks.as_of, areas.district_code
            order by rules.threshold * checks.surveyed_objects - checks.sampled_objects desc, checks.check_id
        ) as place
    from checks
    inner join areas on checks.area_code = areas.area_code
    inner join rules
        on
            rules.decision_kind = 'sampling_low'
            and rules.threshold * checks.surveyed_objects > checks.sampled_objects
    inner join weeks
        on
            checks.used_as_of <= weeks.as_of
            and (checks.replaced_as_of is null or checks.replaced_as_of > weeks.as_of)
    where areas.district_code is not null
),

definitions as (
    select
        metric,
        owner
    from metrics.definition
),

changes as (
    select
        as_of,
        area_code,
        metric,
        subject_code,
        subject,
        quantity,
        previous,
        current
    from marts.week_change
    where kind = 'denominator'
),

moved as (
    select
        weeks.as_of,
        rules.decision_kind,
        changes.area_code,
        changes.subject_code,
        max(changes.subject) as subject,
        max(definitions.owner) as responsible_unit,
        min(changes.as_of) as since_on,
        max_by(changes.current, changes.as_of) as actual,
        min_by(changes.previous, changes.as_of) as expected,
        max(rules.threshold) as threshold
    from changes
    inner join rules on rules.decision_kind = 'task_moved'
    inner join weeks
        on
            changes.as_of <= weeks.as_of
            and changes.as_of > weeks.as_of - rules.window_days
    left join definitions on changes.metric = definitions.metric
    group by
        weeks.as_of,
        rules.decision_kind,
        changes.area_code,
        changes.subject_code
)

select
    as_of,
    decision_kind,
    area_code,
    subject_code,
    subject,
    responsible_unit,
    cast(items as bigint) as items,
    since_on,
    missed_weeks,
    cast(null as double) as actual,
    cast(null as double) as expected
from missing_returns

union all

select
    as_of,
    decision_kind,
    area_code,
    area_code as subject_code,
    '市级抽样核查' as subject,
    cast(null as varchar) as responsible_unit,
    cast(items as bigint) as items,
    since_on,
    null as missed_weeks,
    cast(sampled_objects as double) as actual,
    cast(surveyed_objects as double) as expected
from weak
where place = 1

union all

select
    as_of,
    decision_kind,
    area_code,
    subject_code,
    subject,
    responsible_unit,
    cast(1 as bigint) as items,
    since_on,
    null as missed_weeks,
    actual,
    expected
from moved
where abs(actual - expected) >= threshold * expected

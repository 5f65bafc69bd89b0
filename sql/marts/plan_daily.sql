/*
title = "逐日计划"
grain = "一行一版计划中一个区划的一项指标的一天"
key = ["plan_as_of", "metric", "area_code", "plan_on"]
description = """
下达了的计划照用。全市没有下达计划、而每个区(市)都下达了的，可加的计数指标以各区(市)计划之和为全市计划；
比率不相加（各区(市)的分母不同，日后的分母也还不知道），有的区(市)没有计划时也不相加；
这样的比率在全市没有计划，由 checks/rate_plan_is_usable 指出。百分率的计划大于 1 的不用：多半是把 84% 填成了 84。
节点之间推算的计数取整：越大越好的舍去小数，越小越好的进一，满一个才算计划要求，不以不足一个的差距判为滞后。"""
[columns]
is_summed = { title = "是否由各区(市)相加", note = "否为下达的计划" }
*/

with

definitions as (
    select
        metric,
        unit,
        owner,
        direction,
        has_denominator,
        additive and not has_denominator as is_count
    from metrics.definition
),

-- A line of a percentage that rises above 1 was given in hundredths: no week of it can be used.
misread as (
    select distinct
        plan.plan_as_of,
        plan.metric,
        plan.area_code
    from staging.plan
    inner join definitions on plan.metric = definitions.metric
    where
        definitions.unit = '%'
        and plan.planned > 1
),

-- A hair of tolerance: the plan between two due dates is rounded to six places.
given as (
    select
        plan_day.plan_as_of,
        plan_day.metric,
        plan_day.area_code,
        plan_day.plan_on,
        case
            when definitions.has_denominator then plan_day.planned
            when definitions.direction = 'down' then ceil(plan_day.planned - 0.000001)
            else floor(plan_day.planned + 0.000001)
        end as planned,
        plan_day.responsible_unit,
        plan_day.last_due_on
    from staging.plan_day
    inner join definitions on plan_day.metric = definitions.metric
    left join misread
        on
            plan_day.plan_as_of = misread.plan_as_of
            and plan_day.metric = misread.metric
            and plan_day.area_code = misread.area_code
    where misread.metric is null
),

districts as (
    select
        area_code,
        parent_code
    from staging.area
    where area_level = 'district'
),

parents as (
    select
        parent_code,
        count(*) as districts
    from districts
    group by parent_code
),

planned_areas as (
    select distinct
        metric,
        area_code
    from given
),

summed as (
    select
        given.plan_as_of,
        given.metric,
        districts.parent_code as area_code,
        given.plan_on,
        cast(sum(cast(given.planned as decimal(38, 6))) as double) as planned,
        min(definitions.owner) as responsible_unit,
        max(given.last_due_on) as last_due_on
    from given
    inner join districts on given.area_code = districts.area_code
    inner join parents on districts.parent_code = parents.parent_code
    inner join definitions on given.metric = definitions.metric
    left join planned_areas
        on
            given.metric = planned_areas.metric
            and districts.parent_code = planned_areas.area_code
    where
        definitions.is_count
        and planned_areas.area_code is null
    group by
        given.plan_as_of,
        given.metric,
        districts.parent_code,
        given.plan_on
    having count(*) = max(parents.districts)
)

select
    given.plan_as_of,
    given.metric,
    given.area_code,
    given.plan_on,
    given.planned,
    coalesce(given.responsible_unit, definitions.owner) as responsible_unit,
    given.last_due_on,
    false as is_summed
from given
inner join definitions on given.metric = definitions.metric

union all

select
    plan_as_of,
    metric,
    area_code,
    plan_on,
    planned,
    responsible_unit,
    last_due_on,
    true as is_summed
from summed

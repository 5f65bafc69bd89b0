/*
title = "需研究决定的防治工程"
grain = "一行一周一个区划的一类事项的一个项目"
key = ["as_of", "decision_kind", "area_code", "subject_code"]
description = """
计划完工日期已过、未完工的项目，和支付与工程量脱节的项目。脱节只比四个数（计划、完成、批复、支付）都填了的；社区、街道、区(市)各列一行，互为上下级，不相加。
支付快于工程量的，所付的款还要够再完成至少一个计量单位：只有一座的水库未完工时完成数总是零，不算脱节。"""
[columns]
decision_kind = { title = "事项类别", note = "见 marts.decision_rule" }
area_code = "区划代码"
subject_code = "事项代码"
subject = "事项"
items = { title = "件数", note = "项目为 1" }
since_on = { title = "从何时起", note = "逾期的为计划完工日期，脱节的为连续脱节的第一周" }
days_past = { title = "已过天数", unit = "天", note = "逾期天数，脱节的为空" }
*/

with

rules as (
    select
        max(threshold) filter (where decision_kind = 'project_overdue') as overdue,
        max(threshold) filter (where decision_kind = 'project_paid_ahead') as paid_ahead,
        max(threshold) filter (where decision_kind = 'project_unpaid') as unpaid
    from marts.decision_rule
),

ancestors as (
    select
        area_ancestor.area_code,
        area_ancestor.ancestor_code
    from staging.area_ancestor
    inner join staging.area on area_ancestor.ancestor_code = area.area_code
    where area.area_level <> 'city'
),

-- Products instead of shares: paid ÷ approved less completed ÷ planned, times approved and planned.
projects as (
    select
        as_of,
        unit_code,
        project_id,
        project_name,
        area_code,
        responsible_unit,
        is_completed,
        completed_quantity,
        planned_quantity,
        paid_investment_yuan,
        approved_investment_yuan,
        paid_investment_yuan * planned_quantity - completed_quantity * approved_investment_yuan as ahead,
        approved_investment_yuan * planned_quantity as whole
    from marts.project_status
    where
        planned_quantity > 0
        and approved_investment_yuan > 0
        and completed_quantity is not null
        and paid_investment_yuan is not null
),

-- A hair of tolerance: a third of three reservoirs is one of them.
judged as (
    select
        projects.as_of,
        projects.unit_code,
        projects.project_id,
        projects.project_name,
        projects.area_code,
        projects.responsible_unit,
        projects.completed_quantity,
        projects.planned_quantity,
        projects.paid_investment_yuan,
        projects.approved_investment_yuan,
        case
            when
                not projects.is_completed
                and projects.ahead >= rules.paid_ahead * projects.whole
                and projects.ahead >= projects.approved_investment_yuan * 0.999999
                then 'project_paid_ahead'
            when -projects.ahead >= rules.unpaid * projects.whole then 'project_unpaid'
        end as decision_kind
    from projects
    cross join rules
),

-- Weeks of a run without a gap share the date that is left when their number is taken off.
runs as (
    select
        as_of,
        unit_code,
        project_id,
        decision_kind,
        as_of - cast(7 * row_number() over (
            partition by unit_code, project_id, decision_kind
            order by as_of
        ) as integer) as run_on
    from judged
    where decision_kind is not null
),

since as (
    select
        as_of,
        unit_code,
        project_id,
        min(as_of) over (partition by unit_code, project_id, decision_kind, run_on) as since_on
    from runs
),

listed as (
    select
        judged.as_of,
        judged.decision_kind,
        judged.unit_code,
        judged.project_id,
        judged.project_name,
        judged.area_code,
        judged.responsible_unit,
        since.since_on,
        cast(null as bigint) as days_past,
        judged.completed_quantity,
        judged.planned_quantity,
        judged.paid_investment_yuan,
        judged.approved_investment_yuan
    from judged
    inner join since
        on
            judged.as_of = since.as_of
            and judged.unit_code = since.unit_code
            and judged.project_id = since.project_id
    where judged.decision_kind is not null

    union all

    select
        status.as_of,
        'project_overdue' as decision_kind,
        status.unit_code,
        status.project_id,
        status.project_name,
        status.area_code,
        status.responsible_unit,
        status.planned_completion_on as since_on,
        status.days_overdue as days_past,
        status.completed_quantity,
        status.planned_quantity,
        status.paid_investment_yuan,
        status.approved_investment_yuan
    from marts.project_status as status
    cross join rules
    where
        status.is_late
        and status.days_overdue > rules.overdue
)

select
    listed.as_of,
    listed.decision_kind,
    ancestors.ancestor_code as area_code,
    listed.unit_code || '/' || listed.project_id as subject_code,
    listed.project_name as subject,
    listed.responsible_unit,
    cast(1 as bigint) as items,
    listed.since_on,
    listed.days_past,
    listed.completed_quantity,
    listed.planned_quantity,
    listed.paid_investment_yuan,
    listed.approved_investment_yuan
from listed
inner join ancestors on listed.area_code = ancestors.area_code

/*
title = "需研究决定的隐患点"
grain = "一行一周一个区划的一类事项的一件"
key = ["as_of", "decision_kind", "area_code", "subject_code"]
description = """
督办到期未完成的逐处列出；长期逾期而没有督办的按隐患大类和行业部门合并。社区、街道、区(市)各列一行，互为上下级，不相加。
该周台账标明督办、又有督办文号的才算督办；督办文号和督办期限取最新一期台账。"""
[columns]
decision_kind = { title = "事项类别", note = "见 marts.decision_rule" }
area_code = "区划代码"
subject_code = "事项代码"
subject = "事项"
items = { title = "件数", note = "隐患点为处数" }
since_on = "从何时起"
days_past = { title = "超过期限天数", unit = "天", note = "最长的一处超过期限的天数" }
reference = { title = "依据或最突出的一处", note = "督办文号；没有督办的为逾期最久的隐患点" }
*/

with

rules as (
    select
        decision_kind,
        threshold
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

families as (
    select
        code,
        title
    from codes.hazard_family
),

register as (
    select
        site_id,
        supervision_order,
        supervision_due_on
    from marts.hazard_site
),

ledger as (
    select
        as_of,
        site_id,
        is_supervised
    from staging.hazard_site
    where
        is_open
        and not is_treated
),

overdue as (
    select
        as_of,
        site_id,
        site_name,
        area_code,
        hazard_family,
        responsible_unit,
        sector_department,
        due_on,
        days_overdue,
        threatened_persons,
        is_supervised
    from marts.overdue_site
),

names as (
    select
        site_id,
        site_name,
        area_code,
        responsible_unit,
        threatened_persons
    from marts.hazard_site
),

ordered as (
    select
        ledger.as_of,
        ledger.site_id,
        register.supervision_order,
        register.supervision_due_on,
        ledger.as_of - register.supervision_due_on as days_past
    from ledger
    inner join register on ledger.site_id = register.site_id
    where
        ledger.is_supervised
        and register.supervision_order is not null
),

expired as (
    select
        ordered.as_of,
        rules.decision_kind,
        ancestors.ancestor_code as area_code,
        ordered.site_id as subject_code,
        names.site_name as subject,
        names.responsible_unit,
        1 as items,
        ordered.supervision_due_on as since_on,
        ordered.days_past,
        names.threatened_persons,
        ordered.supervision_order as reference
    from ordered
    inner join names on ordered.site_id = names.site_id
    inner join ancestors on names.area_code = ancestors.area_code
    inner join rules on rules.decision_kind = 'order_expired' and ordered.days_past > rules.threshold
),

unordered as (
    select
        overdue.as_of,
        rules.decision_kind,
        ancestors.ancestor_code as area_code,
        overdue.hazard_family || '/' || coalesce(overdue.sector_department, '') as subject_code,
        max(families.title) as subject,
        max(overdue.sector_department) as responsible_unit,
        count(*) as items,
        min(overdue.due_on) as since_on,
        max(overdue.days_overdue) as days_past,
        sum(overdue.threatened_persons) as threatened_persons,
        min_by(overdue.site_name, cast(overdue.due_on as varchar) || overdue.site_id) as reference
    from overdue
    inner join families on overdue.hazard_family = families.code
    inner join ancestors on overdue.area_code = ancestors.area_code
    inner join rules on rules.decision_kind = 'site_overdue' and overdue.days_overdue >= rules.threshold
    left join ordered
        on
            overdue.as_of = ordered.as_of
            and overdue.site_id = ordered.site_id
    where ordered.site_id is null
    group by
        overdue.as_of,
        rules.decision_kind,
        ancestors.ancestor_code,
        overdue.hazard_family,
        overdue.sector_department
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
    days_past,
    cast(threatened_persons as bigint) as threatened_persons,
    reference
from expired

union all

select
    as_of,
    decision_kind,
    area_code,
    subject_code,
    subject,
    responsible_unit,
    cast(items as bigint) as items,
    since_on,
    days_past,
    cast(threatened_persons as bigint) as threatened_persons,
    reference
from unordered

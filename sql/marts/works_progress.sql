/*
title = "防治工程逐级进度"
audience = "public"
released = "只有按区划合计的数，没有单个对象"
grain = "一行一周一个区划的一类工程的一种计量单位"
key = ["as_of", "area_code", "project_type", "quantity_unit"]
description = """
每周各区划（社区至全市）的工程，按类型和计量单位分开，米与座从不相加；批复与支付分列，从不相加。
工程量只用计划、完成两个数都填了的项目相比（成对），没有计划的完成量单列；投资同样只用批复、支付都填了的项目。"""
[columns]
area_code = "区划代码"
quantity_unit = { title = "工程量单位", note = "公里已折成米；未填为 unstated" }
projects = { title = "项目数", unit = "个" }
completed_projects = { title = "完工项目数", unit = "个" }
late_projects = { title = "逾期未完工项目数", unit = "个" }
paired_planned_quantity = { title = "成对的计划工程量", note = "计划、完成都填了的项目" }
paired_completed_quantity = { title = "成对的完成工程量", note = "计划、完成都填了的项目" }
unplanned_quantity = { title = "没有计划的完成工程量", note = "只填了完成工程量的项目" }
quantity_pairs = { title = "工程量成对的项目数", unit = "个" }
money_pairs = { title = "投资成对的项目数", unit = "个" }
paired_approved_yuan = { title = "成对的批复投资", unit = "元", note = "批复、支付都填了的项目" }
paired_paid_yuan = { title = "成对的已支付投资", unit = "元", note = "批复、支付都填了的项目" }
*/

with

projects as (
    select
        as_of,
        area_code,
        project_type,
        coalesce(quantity_unit, 'unstated') as quantity_unit,
        cast(planned_quantity as decimal(38, 6)) as planned_quantity,
        cast(completed_quantity as decimal(38, 6)) as completed_quantity,
        planned_quantity is not null and completed_quantity is not null as is_measured,
        cast(approved_investment_yuan as decimal(38, 6)) as approved_investment_yuan,
        cast(paid_investment_yuan as decimal(38, 6)) as paid_investment_yuan,
        approved_investment_yuan is not null and paid_investment_yuan is not null as is_paired,
        is_completed,
        is_late
    from marts.project_status
),

ancestors as (
    select
        area_code,
        ancestor_code
    from staging.area_ancestor
)

select
    projects.as_of,
    ancestors.ancestor_code as area_code,
    projects.project_type,
    projects.quantity_unit,
    count(*) as projects,
    count(*) filter (where projects.is_completed) as completed_projects,
    count(*) filter (where projects.is_late) as late_projects,
    count(*) filter (where projects.is_measured) as quantity_pairs,
    cast(
        coalesce(sum(projects.planned_quantity) filter (where projects.is_measured), 0) as double
    ) as paired_planned_quantity,
    cast(
        coalesce(sum(projects.completed_quantity) filter (where projects.is_measured), 0) as double
    ) as paired_completed_quantity,
    cast(
        coalesce(sum(projects.completed_quantity) filter (where projects.planned_quantity is null), 0) as double
    ) as unplanned_quantity,
    count(*) filter (where projects.is_paired) as money_pairs,
    cast(
        coalesce(sum(projects.approved_investment_yuan) filter (where projects.is_paired), 0) as double
    ) as paired_approved_yuan,
    cast(
        coalesce(sum(projects.paid_investment_yuan) filter (where projects.is_paired), 0) as double
    ) as paired_paid_yuan
from projects
inner join ancestors on projects.area_code = ancestors.area_code
group by
    projects.as_of,
    ancestors.ancestor_code,
    projects.project_type,
    projects.quantity_unit

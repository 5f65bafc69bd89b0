/*
title = "防治工程逐级进度"
grain = "一行一周一个区划的一类工程的一种计量单位"
key = ["as_of", "area_code", "project_type", "quantity_unit"]
description = """
marts.project_progress 逐级相加。工程量按类型和计量单位分开，米与座从不相加；批复与支付分列，从不相加。
投资只用两个数都填了的项目相比（成对）。"""
[columns]
area_code = "区划代码"
quantity_unit = { title = "工程量单位", note = "公里已折成米；未填为 unstated" }
projects = { title = "项目数", unit = "个" }
completed_projects = { title = "完工项目数", unit = "个" }
late_projects = { title = "逾期未完工项目数", unit = "个" }
planned_quantity = { title = "计划工程量", note = "单位见 quantity_unit" }
completed_quantity = { title = "完成工程量", note = "单位见 quantity_unit" }
paired_approved_yuan = { title = "成对的批复投资", unit = "元", note = "批复、支付都填了的项目" }
paired_paid_yuan = { title = "成对的已支付投资", unit = "元", note = "批复、支付都填了的项目" }
*/

with

progress as (
    select
        as_of,
        area_code,
        project_type,
        quantity_unit,
        projects,
        completed_projects,
        late_projects,
        planned_quantity,
        completed_quantity,
        approved_investment_yuan,
        paid_investment_yuan,
        paired_approved_yuan,
        paired_paid_yuan
    from marts.project_progress
),

ancestors as (
    select
        area_code,
        ancestor_code
    from staging.area_ancestor
)

select
    progress.as_of,
    ancestors.ancestor_code as area_code,
    progress.project_type,
    progress.quantity_unit,
    cast(sum(progress.projects) as bigint) as projects,
    cast(sum(progress.completed_projects) as bigint) as completed_projects,
    cast(sum(progress.late_projects) as bigint) as late_projects,
    cast(sum(cast(progress.planned_quantity as decimal(38, 6))) as double) as planned_quantity,
    cast(sum(cast(progress.completed_quantity as decimal(38, 6))) as double) as completed_quantity,
    cast(sum(cast(progress.approved_investment_yuan as decimal(38, 6))) as double) as approved_investment_yuan,
    cast(sum(cast(progress.paid_investment_yuan as decimal(38, 6))) as double) as paid_investment_yuan,
    cast(sum(cast(progress.paired_approved_yuan as decimal(38, 6))) as double) as paired_approved_yuan,
    cast(sum(cast(progress.paired_paid_yuan as decimal(38, 6))) as double) as paired_paid_yuan
from progress
inner join ancestors on progress.area_code = ancestors.area_code
group by
    progress.as_of,
    ancestors.ancestor_code,
    progress.project_type,
    progress.quantity_unit

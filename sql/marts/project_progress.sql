/*
title = "防治工程进度"
audience = "public"
released = "只有按区划合计的数，没有单个对象"
grain = "一行一周一个区划的一类工程的一种计量单位"
key = ["as_of", "area_code", "project_type", "quantity_unit"]
description = """
工程量按类型和计量单位分开合计，米与座从不相加；批复投资与已支付投资分列，从不相加。
支付率只用批复、支付两个数都填了的项目（成对），未填批复的支付数不与别的项目的批复数相除。"""
[columns]
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

projects as (
    select
        as_of,
        area_code,
        project_type,
        coalesce(quantity_unit, 'unstated') as quantity_unit,
        planned_quantity,
        completed_quantity,
        approved_investment_yuan,
        paid_investment_yuan,
        approved_investment_yuan is not null and paid_investment_yuan is not null as is_paired,
        is_completed,
        is_late
    from marts.project_status
)

select
    as_of,
    area_code,
    project_type,
    quantity_unit,
    count(*) as projects,
    count(*) filter (where is_completed) as completed_projects,
    count(*) filter (where is_late) as late_projects,
    cast(coalesce(sum(cast(planned_quantity as decimal(38, 6))), 0) as double) as planned_quantity,
    cast(coalesce(sum(cast(completed_quantity as decimal(38, 6))), 0) as double) as completed_quantity,
    cast(coalesce(sum(cast(approved_investment_yuan as decimal(38, 6))), 0) as double) as approved_investment_yuan,
    cast(coalesce(sum(cast(paid_investment_yuan as decimal(38, 6))), 0) as double) as paid_investment_yuan,
    cast(
        coalesce(sum(cast(approved_investment_yuan as decimal(38, 6))) filter (where is_paired), 0) as double
    ) as paired_approved_yuan,
    cast(
        coalesce(sum(cast(paid_investment_yuan as decimal(38, 6))) filter (where is_paired), 0) as double
    ) as paired_paid_yuan
from projects
group by
    as_of,
    area_code,
    project_type,
    quantity_unit

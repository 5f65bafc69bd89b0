/*
title = "防治工程按周状态"
grain = "一行一周一个工程项目"
key = ["as_of", "unit_code", "project_id"]
description = """
每周每个工程项目的工程量、投资和工期，取该周所用的那期台账。是否逾期看台账截至的那天，
此后到期的在下一期之前不知道完工没有，不算逾期；缺报的不宽限，看统计周周日。"""
[columns]
area_code = "计入的区划代码"
is_late = { title = "是否逾期未完工", note = "未完工、计划完工日期早于台账截至的那天" }
days_overdue = { title = "逾期天数", unit = "天", note = "台账截至的那天减计划完工日期，未逾期为空" }
*/

with

returns as (
    select
        unit_code,
        as_of,
        used_as_of,
        case when is_reported then used_as_of else as_of end as judged_on
    from staging.unit_return
    where source = 'project'
),

projects as (
    select
        unit_code,
        used_as_of,
        row_no,
        area_code,
        project_id,
        project_name,
        project_type,
        quantity_unit,
        planned_quantity,
        completed_quantity,
        approved_investment_yuan,
        paid_investment_yuan,
        started_on,
        planned_completion_on,
        completed_on,
        project_status,
        is_completed,
        responsible_unit
    from staging.project
)

select
    returns.as_of,
    projects.unit_code,
    projects.project_id,
    projects.project_name,
    projects.project_type,
    projects.area_code,
    projects.quantity_unit,
    projects.planned_quantity,
    projects.completed_quantity,
    projects.approved_investment_yuan,
    projects.paid_investment_yuan,
    projects.started_on,
    projects.planned_completion_on,
    projects.completed_on,
    projects.project_status,
    projects.is_completed,
    not projects.is_completed and coalesce(projects.planned_completion_on < returns.judged_on, false) as is_late,
    case
        when not projects.is_completed and projects.planned_completion_on < returns.judged_on
            then returns.judged_on - projects.planned_completion_on
    end as days_overdue,
    projects.responsible_unit,
    projects.used_as_of,
    projects.row_no
from projects
inner join returns
    on
        projects.unit_code = returns.unit_code
        and projects.used_as_of = returns.used_as_of

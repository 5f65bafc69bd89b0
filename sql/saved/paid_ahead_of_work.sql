/*
title = "支付与工程量不同步的项目"
description = "所选地区在建项目的工程量完成比例与资金支付比例，差得多的在前；支付快于工程量或工程量快于支付都列出。"
*/

select
    project_status.area_code,
    area.area_name,
    project_status.project_name,
    types.title as project_type,
    units.title as quantity_unit,
    project_status.completed_quantity,
    project_status.planned_quantity,
    project_status.completed_quantity / nullif(project_status.planned_quantity, 0) as 工程量比例,
    project_status.paid_investment_yuan,
    project_status.approved_investment_yuan,
    project_status.paid_investment_yuan / nullif(project_status.approved_investment_yuan, 0) as 支付比例,
    project_status.planned_completion_on,
    project_status.is_late,
    project_status.responsible_unit
from marts.project_status
inner join staging.area on project_status.area_code = area.area_code
inner join staging.area_ancestor on project_status.area_code = area_ancestor.area_code
left join codes.project_type as types on project_status.project_type = types.code
left join codes.quantity_unit as units on project_status.quantity_unit = units.code
where
    project_status.as_of = $asof
    and area_ancestor.ancestor_code = $area
    and not project_status.is_completed
order by
    abs(支付比例 - 工程量比例) desc nulls last,
    project_status.project_id asc

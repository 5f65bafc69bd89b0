/*
title = "防治工程"
grain = "一行一期报送的一个工程项目"
rows_of = "project"
key = ["unit_code", "used_as_of", "project_id"]
description = """各期防治工程台账。待认领的计入报送单位所在区(市)。
长度一律折成米（公里 × 1000），其余计量单位不变，各单位的工程量不相加。"""
[columns]
used_as_of = "所用报送的统计截至日期"
file = "来源文件"
sheet = "来源工作表"
row_no = "来源行号"
area_code = "计入的区划代码"
is_completed = { title = "是否完成", note = "已完工或已验收" }
*/

with

areas as (
    select area_code
    from staging.area
),

units as (
    select
        code,
        area_code
    from codes.unit
)

select
    reported.unit_code,
    reported.as_of as used_as_of,
    reported._file as file,
    reported._sheet as sheet,
    cast(reported._row as bigint) as row_no,
    coalesce(areas.area_code, units.area_code) as area_code,
    reported.project_id,
    reported.project_name,
    reported.project_type,
    case when reported.quantity_unit = 'km' then 'm' else reported.quantity_unit end as quantity_unit,
    case
        when reported.quantity_unit = 'km' then reported.planned_quantity * 1000
        else reported.planned_quantity
    end as planned_quantity,
    case
        when reported.quantity_unit = 'km' then reported.completed_quantity * 1000
        else reported.completed_quantity
    end as completed_quantity,
    reported.approved_investment_yuan,
    reported.paid_investment_yuan,
    reported.started_on,
    reported.planned_completion_on,
    reported.completed_on,
    reported.project_status,
    reported.project_status in ('completed', 'accepted') as is_completed,
    reported.responsible_unit,
    reported.longitude,
    reported.latitude
from raw.project as reported
left join units on reported.unit_code = units.code
left join areas
    on
        reported.area_code = areas.area_code
        and reported._unclaimed is null

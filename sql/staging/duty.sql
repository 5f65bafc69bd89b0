/*
title = "责任分工与专业团队"
grain = "一行一期报送的一个体系中的一个单位"
rows_of = "duty"
key = ["unit_code", "used_as_of", "duty_system", "member_name"]
description = "各期责任分工与专业团队表：单位和角色，没有任何个人。"
[columns]
used_as_of = "所用报送的统计截至日期"
file = "来源文件"
sheet = "来源工作表"
row_no = "来源行号"
area_code = "计入的区划代码"
*/

with

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
    units.area_code,
    reported.duty_system,
    reported.duty_role,
    reported.member_kind,
    reported.member_name,
    reported.census_classes,
    reported.duties,
    reported.staff_persons,
    coalesce(reported.is_at_least, false) as is_at_least
from raw.duty as reported
inner join units on reported.unit_code = units.code

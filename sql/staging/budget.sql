/*
title = "普查经费预算"
grain = "一行一期报送的一个牵头部门"
rows_of = "budget"
key = ["unit_code", "used_as_of", "department"]
description = "各期普查经费预算表：两下两上、一评审、批复的金额，计入报送单位所在区划。"
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
    reported.department,
    reported.method_issued_on,
    reported.declared_yuan,
    reported.prereviewed_yuan,
    reported.submitted_yuan,
    reported.reviewed_yuan,
    reported.reviewed_on,
    reported.approved_yuan,
    reported.approved_on
from raw.budget as reported
inner join units on reported.unit_code = units.code

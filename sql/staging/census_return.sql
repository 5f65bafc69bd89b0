/*
title = "普查进度报送"
grain = "一行一期报送的一行"
rows_of = "census_return"
key = ["unit_code", "used_as_of", "row_no"]
description = """
各期普查进度周报表。待认领的行计入报送单位所在区(市)。
任务状态为已汇交、评估区划、已验收的算完成：这条规则只写在这里。"""
[columns]
used_as_of = "所用报送的统计截至日期"
file = "来源文件"
sheet = "来源工作表"
row_no = "来源行号"
area_code = "计入的区划代码"
is_completed = "是否完成"
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
    reported.task_code,
    reported.task_name,
    reported.listed_objects,
    reported.required_objects,
    reported.collected_objects,
    reported.proofread_objects,
    reported.inspected_objects,
    reported.returned_objects,
    reported.corrected_objects,
    reported.passed_objects,
    reported.submitted_objects,
    reported.task_status,
    reported.task_status in ('submitted', 'assessing', 'accepted') as is_completed,
    reported.documents,
    reported.maps,
    reported.datasets
from raw.census_return as reported
left join units on reported.unit_code = units.code
left join areas
    on
        reported.area_code = areas.area_code
        and reported._unclaimed is null

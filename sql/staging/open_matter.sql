/*
title = "问题事项"
grain = "一行一期报送的一件事项"
rows_of = "open_matter"
key = ["unit_code", "used_as_of", "matter_id"]
description = "各期问题事项台账，计入报送单位所在区划。"
[columns]
used_as_of = "所用报送的统计截至日期"
file = "来源文件"
sheet = "来源工作表"
row_no = "来源行号"
area_code = "计入的区划代码"
is_open = { title = "是否未办结", note = "办理状态不是已办结" }
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
    reported.matter_id,
    reported.matter_title,
    reported.matter_kind,
    reported.responsible_unit,
    reported.raised_on,
    reported.meeting_id,
    reported.due_on,
    reported.analysis,
    reported.measure,
    reported.matter_state,
    reported.closed_on,
    reported.matter_state <> 'closed' as is_open
from raw.open_matter as reported
inner join units on reported.unit_code = units.code

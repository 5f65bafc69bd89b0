/*
title = "会议活动"
grain = "一行一期报送的一次会议或活动"
rows_of = "meeting"
key = ["unit_code", "used_as_of", "meeting_id"]
description = "各期会议活动台账，计入报送单位所在区划；会议、督导调研、培训、评审由代码表 meeting_kind 归组。"
[columns]
used_as_of = "所用报送的统计截至日期"
file = "来源文件"
sheet = "来源工作表"
row_no = "来源行号"
area_code = "计入的区划代码"
meeting_group = { title = "活动组别", note = "代码表 codes.meeting_group" }
*/

with

units as (
    select
        code,
        area_code
    from codes.unit
),

kinds as (
    select
        code,
        parent_code
    from codes.meeting_kind
)

select
    reported.unit_code,
    reported.as_of as used_as_of,
    reported._file as file,
    reported._sheet as sheet,
    cast(reported._row as bigint) as row_no,
    units.area_code,
    reported.meeting_id,
    reported.meeting_kind,
    kinds.parent_code as meeting_group,
    reported.held_on,
    reported.host_unit,
    reported.agenda,
    reported.raised_matters,
    reported.participants_persons,
    reported.experts_persons
from raw.meeting as reported
inner join units on reported.unit_code = units.code
left join kinds on reported.meeting_kind = kinds.code

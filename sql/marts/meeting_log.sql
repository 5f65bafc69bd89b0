/*
title = "各周已知的会议活动"
grain = "一行一周已知的一次会议或活动"
key = ["as_of", "unit_code", "meeting_id"]
description = "每周所用的那期会议活动台账中的每一次：从前的周只有当时已知的。"
[columns]
area_code = "计入的区划代码"
*/

with

returns as (
    select
        unit_code,
        as_of,
        used_as_of
    from staging.unit_return
    where
        source = 'meeting'
        and used_as_of is not null
),

entries as (
    select
        unit_code,
        used_as_of,
        row_no,
        area_code,
        meeting_id,
        meeting_kind,
        meeting_group,
        held_on,
        host_unit,
        agenda,
        raised_matters,
        participants_persons,
        experts_persons
    from staging.meeting
)

select
    returns.as_of,
    entries.unit_code,
    entries.area_code,
    entries.meeting_id,
    entries.meeting_kind,
    entries.meeting_group,
    entries.held_on,
    entries.host_unit,
    entries.agenda,
    entries.raised_matters,
    entries.participants_persons,
    entries.experts_persons,
    entries.used_as_of,
    entries.row_no
from entries
inner join returns
    on
        entries.unit_code = returns.unit_code
        and entries.used_as_of = returns.used_as_of

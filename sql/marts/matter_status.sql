/*
title = "问题事项按周状态"
grain = "一行一周一件事项"
key = ["as_of", "unit_code", "matter_id"]
description = "每周每件问题事项的状态，取该周所用的那期台账；没有新台账的，逾期天数照样增加。"
[columns]
area_code = "计入的区划代码"
is_overdue = { title = "是否逾期未办结", note = "未办结、办结时限早于统计周周日" }
days_overdue = { title = "逾期天数", unit = "天", note = "统计周周日减办结时限，未逾期为空" }
state_since = { title = "现状态始见于", note = "现有状态最早见于哪一周的台账" }
*/

with

returns as (
    select
        unit_code,
        as_of,
        used_as_of
    from staging.unit_return
    where
        source = 'open_matter'
        and used_as_of is not null
),

entries as (
    select
        unit_code,
        used_as_of,
        row_no,
        area_code,
        matter_id,
        matter_title,
        matter_kind,
        responsible_unit,
        raised_on,
        meeting_id,
        due_on,
        analysis,
        measure,
        matter_state,
        closed_on,
        is_open
    from staging.open_matter
)

select
    returns.as_of,
    entries.unit_code,
    entries.area_code,
    entries.matter_id,
    entries.matter_title,
    entries.matter_kind,
    entries.responsible_unit,
    entries.raised_on,
    entries.meeting_id,
    entries.due_on,
    entries.analysis,
    entries.measure,
    entries.matter_state,
    entries.closed_on,
    entries.is_open,
    entries.is_open and coalesce(entries.due_on < returns.as_of, false) as is_overdue,
    case
        when entries.is_open and entries.due_on < returns.as_of then returns.as_of - entries.due_on
    end as days_overdue,
    min(returns.as_of) over (
        partition by entries.unit_code, entries.matter_id, entries.matter_state
    ) as state_since,
    entries.used_as_of,
    entries.row_no
from entries
inner join returns
    on
        entries.unit_code = returns.unit_code
        and entries.used_as_of = returns.used_as_of

/*
title = "一月一总结：会议与事项"
grain = "一行一周一个区划"
key = ["as_of", "area_code"]
description = """
统计周周日所在的月，从月初到该周：开了几次会、提出几件、办结几件，月初未办结几件、现未办结几件、逾期几件。
月初未办结 + 提出 − 办结 = 现未办结。逐级相加；只列报送过会议或事项台账的区划及其上级。"""
[columns]
area_code = "区划代码"
month_start = "月初"
meetings = { title = "本月会议次数", unit = "次" }
field_visits = { title = "本月督导调研次数", unit = "次" }
opening_matters = { title = "月初未办结事项数", unit = "件" }
raised_matters_in_month = { title = "本月提出事项数", unit = "件" }
closed_matters_in_month = { title = "本月办结事项数", unit = "件" }
closing_matters = { title = "现未办结事项数", unit = "件" }
overdue_matters = { title = "逾期未办结事项数", unit = "件" }
*/

with

ancestors as (
    select
        area_code,
        ancestor_code
    from staging.area_ancestor
),

meetings as (
    select
        as_of,
        area_code,
        cast(date_trunc('month', as_of) as date) as month_start,
        count(*) filter (where meeting_group = 'meeting' and held_on >= date_trunc('month', as_of)) as meetings,
        count(*) filter (where meeting_group = 'field' and held_on >= date_trunc('month', as_of)) as field_visits
    from marts.meeting_log
    group by
        as_of,
        area_code
),

matters as (
    select
        as_of,
        area_code,
        cast(date_trunc('month', as_of) as date) as month_start,
        count(*) filter (
            where
            raised_on < date_trunc('month', as_of)
            and (closed_on is null or closed_on >= date_trunc('month', as_of))
        ) as opening_matters,
        count(*) filter (where raised_on >= date_trunc('month', as_of)) as raised_matters_in_month,
        count(*) filter (where closed_on >= date_trunc('month', as_of)) as closed_matters_in_month,
        count(*) filter (where is_open) as closing_matters,
        count(*) filter (where is_overdue) as overdue_matters
    from marts.matter_status
    group by
        as_of,
        area_code
),

both_ledgers as (
    select
        as_of,
        area_code,
        month_start,
        meetings,
        field_visits,
        0 as opening_matters,
        0 as raised_matters_in_month,
        0 as closed_matters_in_month,
        0 as closing_matters,
        0 as overdue_matters
    from meetings

    union all

    select
        as_of,
        area_code,
        month_start,
        0 as meetings,
        0 as field_visits,
        opening_matters,
        raised_matters_in_month,
        closed_matters_in_month,
        closing_matters,
        overdue_matters
    from matters
)

select
    both_ledgers.as_of,
    ancestors.ancestor_code as area_code,
    both_ledgers.month_start,
    cast(sum(both_ledgers.meetings) as bigint) as meetings,
    cast(sum(both_ledgers.field_visits) as bigint) as field_visits,
    cast(sum(both_ledgers.opening_matters) as bigint) as opening_matters,
    cast(sum(both_ledgers.raised_matters_in_month) as bigint) as raised_matters_in_month,
    cast(sum(both_ledgers.closed_matters_in_month) as bigint) as closed_matters_in_month,
    cast(sum(both_ledgers.closing_matters) as bigint) as closing_matters,
    cast(sum(both_ledgers.overdue_matters) as bigint) as overdue_matters
from both_ledgers
inner join ancestors on both_ledgers.area_code = ancestors.area_code
group by
    both_ledgers.as_of,
    ancestors.ancestor_code,
    both_ledgers.month_start

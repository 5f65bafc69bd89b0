/*
title = "本周变化：报送"
grain = "一行一周一个区(市)的一项变化"
key = ["as_of", "area_code", "kind", "subject_code"]
description = """
迟报（周期内没有新报送，沿用上期）、从未报送（别的单位已报）、补报，按各来源的周期判断，只看应报单位；
数据更正指同一期报送被重新报送取代，列在被更正的那一期所在的周，数为改动的处数（格数加增删的行数，逐处见 marts.correction），
原件的数据文件不见了、无法比较的为空。"""
[columns]
area_code = "区(市)代码"
kind = { title = "变化类别", note = "代码表 codes.change_kind" }
metric = { title = "指标", note = "与之对应的指标，没有为空" }
subject_code = "变化事项代码"
subject = "变化事项"
quantity = { title = "变化数", note = "单位见 unit" }
unit = "单位"
previous = { title = "上周数", note = "单位见 unit" }
current = { title = "本周数", note = "单位见 unit" }
note = "说明"
*/

with

returns as (
    select
        source,
        unit_code,
        as_of,
        used_as_of,
        is_reported,
        weeks_stale
    from staging.unit_return
    where is_expected
),

sources as (
    select
        source,
        title
    from meta.source
),

loads as (
    select
        load_no,
        source,
        unit_code,
        as_of,
        supersedes
    from meta.load
    where source is not null
),

corrected as (
    select
        load_no,
        count(*) as places,
        bool_and(correction_kind <> 'unknown') as is_comparable
    from meta.correction
    group by load_no
),

units as (
    select
        code,
        area_code
    from codes.unit
),

weeks as (
    select as_of
    from staging.week
),

started_sources as (
    select distinct
        source,
        as_of
    from returns
    where used_as_of is not null
),

return_pairs as (
    select
        returns.source,
        returns.unit_code,
        returns.as_of,
        returns.used_as_of,
        returns.is_reported,
        returns.weeks_stale,
        coalesce(earlier.used_as_of is not null and not earlier.is_reported, false) as was_late,
        earlier.weeks_stale as previous_weeks_stale
    from returns
    inner join started_sources
        on
            returns.source = started_sources.source
            and returns.as_of = started_sources.as_of
    left join returns as earlier
        on
            returns.source = earlier.source
            and returns.unit_code = earlier.unit_code
            and returns.as_of = earlier.as_of + 7
),

return_changes as (
    select
        return_pairs.as_of,
        units.area_code,
        case
            when return_pairs.is_reported then 'caught_up'
            when return_pairs.used_as_of is null then 'not_returned'
            else 'returned_late'
        end as kind,
        cast(null as varchar) as metric,
        return_pairs.source as subject_code,
        sources.title as subject,
        case when return_pairs.is_reported then return_pairs.previous_weeks_stale else return_pairs.weeks_stale end
            as quantity,
        '周' as unit,
        cast(null as bigint) as previous,
        cast(null as bigint) as current,
        case
            when not return_pairs.is_reported and return_pairs.used_as_of is not null
                then '沿用截至' || month(return_pairs.used_as_of) || '月' || day(return_pairs.used_as_of) || '日的一期'
        end as note
    from return_pairs
    inner join units on return_pairs.unit_code = units.code
    inner join sources on return_pairs.source = sources.source
    where
        not return_pairs.is_reported
        or return_pairs.was_late
),

correction_changes as (
    select
        weeks.as_of,
        units.area_code,
        'corrected' as kind,
        cast(null as varchar) as metric,
        later.source || '-' || cast(later.load_no as varchar) as subject_code,
        sources.title as subject,
        case when coalesce(corrected.is_comparable, true) then coalesce(corrected.places, 0) end as quantity,
        '处' as unit,
        cast(null as bigint) as previous,
        cast(null as bigint) as current,
        '更正截至' || cast(later.as_of as varchar) || '的一期' as note
    from loads as later
    inner join loads as earlier on later.supersedes = earlier.load_no
    left join corrected on later.load_no = corrected.load_no
    inner join weeks
        on
            later.as_of <= weeks.as_of
            and later.as_of > weeks.as_of - 7
    inner join units on later.unit_code = units.code
    inner join sources on later.source = sources.source
)

select
    as_of,
    area_code,
    kind,
    metric,
    subject_code,
    subject,
    cast(quantity as double) as quantity,
    unit,
    cast(previous as double) as previous,
    cast(current as double) as current,
    note
from return_changes

union all

select
    as_of,
    area_code,
    kind,
    metric,
    subject_code,
    subject,
    cast(quantity as double) as quantity,
    unit,
    cast(previous as double) as previous,
    cast(current as double) as current,
    note
from correction_changes

/*
title = "各单位各周所用的报送"
audience = "public"
released = "只有哪个单位报到哪一期，印数时必须注明"
grain = "一行一周一个来源的一个报送单位"
key = ["source", "unit_code", "as_of"]
description = """
每周每个来源、每个单位用的是哪一期：不晚于该周周日的最新一期。周期之内（周报 7 天、月报 31 天）没有新报送的，
沿用上期并注明；从未报送的 used_as_of 为空。有变动时才报的来源没有应报单位，最近一期就是现状，不算沿用。
各周的表都按 (unit_code, used_as_of) 取数。"""
[columns]
as_of = "统计周（周日）"
used_as_of = "所用报送的统计截至日期"
is_expected = { title = "是否应报单位", note = "不在应报之列而报了的单位（如市级部门代报）也在表中" }
is_reported = "本期是否报送"
carried_from = { title = "沿用自", note = "本期未报、沿用上期时，为上期的统计截至日期" }
weeks_stale = { title = "已沿用周数", unit = "周" }
*/

with

weeks as (
    select as_of
    from staging.week
),

loads as (
    select
        source,
        unit_code,
        as_of
    from staging.current_load
),

sources as (
    select
        source,
        scope,
        cadence_days
    from meta.source
    where
        cadence_days is not null
        or cadence = 'event'
),

units as (
    select
        code,
        kind
    from codes.unit
),

expected as (
    select
        sources.source,
        units.code as unit_code
    from sources
    inner join units on sources.scope = units.kind
    where sources.cadence_days is not null
),

reporting as (
    select distinct
        loads.source,
        loads.unit_code
    from loads
    inner join sources on loads.source = sources.source
),

returning_units as (
    select
        coalesce(expected.source, reporting.source) as source,
        coalesce(expected.unit_code, reporting.unit_code) as unit_code,
        expected.unit_code is not null as is_expected
    from expected
    full outer join reporting
        on
            expected.source = reporting.source
            and expected.unit_code = reporting.unit_code
),

newest as (
    select
        returning_units.source,
        returning_units.unit_code,
        returning_units.is_expected,
        weeks.as_of,
        max(loads.as_of) as used_as_of
    from returning_units
    cross join weeks
    left join loads
        on
            returning_units.source = loads.source
            and returning_units.unit_code = loads.unit_code
            and weeks.as_of >= loads.as_of
    group by
        returning_units.source,
        returning_units.unit_code,
        returning_units.is_expected,
        weeks.as_of
),

judged as (
    select
        newest.source,
        newest.unit_code,
        newest.as_of,
        newest.used_as_of,
        newest.is_expected,
        newest.used_as_of is not null
        and (
            sources.cadence_days is null
            or newest.used_as_of > newest.as_of - cast(sources.cadence_days as integer)
        ) as is_reported
    from newest
    inner join sources on newest.source = sources.source
)

select
    source,
    unit_code,
    as_of,
    used_as_of,
    is_expected,
    is_reported,
    case when not is_reported then used_as_of end as carried_from,
    date_diff('week', used_as_of, as_of) as weeks_stale
from judged

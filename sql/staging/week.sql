/*
title = "统计周"
audience = "public"
released = "只有日期"
grain = "一行一周"
key = ["as_of"]
description = "从第一期报送到最后一期报送的每一周，以周日为代表；一次性来源（区划、任务目录、计划）和有变动时才报的来源不定周的起止。"
[columns]
as_of = "统计周（周日）"
week_label = { title = "周次", note = "ISO 周，如 2021-W11" }
*/

with

loads as (
    select current_load.as_of
    from staging.current_load
    inner join meta.source on current_load.source = source.source
    where source.cadence_days is not null
),

bounds as (
    select
        min(as_of + cast(7 - isodow(as_of) as integer)) as first_sunday,
        max(as_of + cast(7 - isodow(as_of) as integer)) as last_sunday
    from loads
),

sundays as (
    select cast(unnest(generate_series(first_sunday, last_sunday, interval 7 day)) as date) as as_of
    from bounds
)

select
    as_of,
    strftime(as_of, '%G-W%V') as week_label
from sundays

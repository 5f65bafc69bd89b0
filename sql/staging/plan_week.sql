/*
title = "各周所用的计划"
grain = "一行一个有计划的周"
key = ["as_of"]
description = "每周用哪一版计划：不晚于该周周日的最新一版，早于首版的用首版；数据最后一周以后的周也在内，供画计划线。"
[columns]
as_of = "统计周（周日）"
*/

with

sundays as (
    select distinct plan_on as as_of
    from staging.plan_day
    where isodow(plan_on) = 7
),

versions as (
    select distinct plan_as_of
    from staging.plan
)

select
    sundays.as_of,
    coalesce(
        max(versions.plan_as_of) filter (where versions.plan_as_of <= sundays.as_of),
        min(versions.plan_as_of)
    ) as plan_as_of
from sundays
cross join versions
group by sundays.as_of

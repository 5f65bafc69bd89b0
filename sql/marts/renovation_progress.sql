/*
title = "危房改造进度"
audience = "analyst"
released = "只有按区划和困难群体类别合计的户数"
grain = "一行一周一个区划的一类困难群体"
key = ["as_of", "area_code", "hardship_class"]
description = "每周各区划各类困难群体危房改造的实施、竣工户数和补助资金，取该周所用的那期台账。"
[columns]
started_houses = { title = "实施户数", unit = "户" }
completed_houses = { title = "竣工户数", unit = "户" }
*/

with

returns as (
    select
        unit_code,
        as_of,
        used_as_of
    from staging.unit_return
    where source = 'house_renovation'
),

houses as (
    select
        unit_code,
        used_as_of,
        area_code,
        hardship_class,
        count(started_on) as started_houses,
        count(completed_on) as completed_houses,
        sum(cast(subsidy_yuan as decimal(38, 6))) as subsidy_yuan
    from staging.house_renovation
    group by
        unit_code,
        used_as_of,
        area_code,
        hardship_class
)

select
    returns.as_of,
    houses.area_code,
    houses.hardship_class,
    cast(sum(houses.started_houses) as bigint) as started_houses,
    cast(sum(houses.completed_houses) as bigint) as completed_houses,
    cast(coalesce(sum(houses.subsidy_yuan), 0) as double) as subsidy_yuan
from houses
inner join returns
    on
        houses.unit_code = returns.unit_code
        and houses.used_as_of = returns.used_as_of
group by
    returns.as_of,
    houses.area_code,
    houses.hardship_class

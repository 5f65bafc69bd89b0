/*
title = "本周分母变了的指标"
description = "所选周分母与上周不同的指标：率升高也可能只是任务少了。列出分子、分母各变了多少，按变动大小排。"
*/

with

weekly as (
    select
        metric,
        area_code,
        as_of,
        numerator,
        denominator,
        value,
        lag(numerator) over (partition by metric, area_code order by as_of) as previous_numerator,
        lag(denominator) over (partition by metric, area_code order by as_of) as previous_denominator,
        lag(value) over (partition by metric, area_code order by as_of) as previous_value
    from metrics.value
    where denominator is not null
)

select
    area.area_name,
    definition.title,
    weekly.previous_numerator as 上周分子,
    weekly.numerator,
    weekly.previous_denominator as 上周分母,
    weekly.denominator,
    weekly.denominator - weekly.previous_denominator as 分母变动,
    weekly.previous_value as 上周值,
    weekly.value
from weekly
inner join staging.area on weekly.area_code = area.area_code
inner join staging.area_ancestor on weekly.area_code = area_ancestor.area_code
inner join metrics.definition on weekly.metric = definition.metric
where
    weekly.as_of = $asof
    and weekly.denominator <> weekly.previous_denominator
    and area_ancestor.ancestor_code = $area
    and area.area_level in ('city', 'district')
order by
    abs(weekly.denominator - weekly.previous_denominator) desc,
    area.sort_key asc,
    definition.title asc

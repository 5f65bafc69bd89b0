/*
title = "全市合计等于逐行合计"
level = "error"
message = "全市合计与台账、周报逐行合计不一致，有的行没有计入"
remedy = "核对 staging.area_ancestor 和 sql/metrics 中相应指标"
description = "规则 X6。"
[columns]
counted = "逐行合计"
city_total = "全市值"
*/

with

counted as (
    select
        'hazard_remediation_rate' as metric,
        as_of,
        cast(count(*) as double) as counted
    from staging.hazard_site
    group by as_of
    union all
    select
        'census_collection_rate' as metric,
        as_of,
        cast(sum(required_objects) as double) as counted
    from marts.task_progress
    group by as_of
    union all
    select
        'supplies_coverage_rate' as metric,
        as_of,
        cast(sum(communities) as double) as counted
    from marts.community_status
    group by as_of
),

totals as (
    select
        value.metric,
        value.as_of,
        value.denominator
    from metrics.value
    inner join staging.area on value.area_code = area.area_code
    where area.area_level = 'city'
)

select
    counted.metric,
    counted.as_of,
    counted.counted,
    totals.denominator as city_total
from counted
left join totals
    on
        counted.metric = totals.metric
        and counted.as_of = totals.as_of
where
    totals.denominator is null
    or totals.denominator <> counted.counted
order by
    counted.metric,
    counted.as_of

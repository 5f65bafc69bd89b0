/*
title = "抽样比例和差错率合格"
level = "warn"
message = "市级核查的抽样比例低于要求，或差错率高于合格线（要求和合格线见两个指标的目标值）"
remedy = "补充抽样，或退回整改后重新核查；确不能补的附说明（规则 Q1、Q2）"
*/

with

checks as (
    select
        as_of,
        area_code,
        surveyed_objects,
        sampled_objects,
        checked_indicators,
        wrong_indicators
    from marts.sampling_progress
    where
        check_level = 'city'
        and as_of = (select max(week.as_of) from staging.week)
),

rules as (
    select
        max(target) filter (where metric = 'sampling_rate') as lowest_share,
        max(target) filter (where metric = 'sampling_error_rate') as highest_share
    from metrics.definition
)

select
    checks.as_of,
    checks.area_code,
    checks.surveyed_objects,
    checks.sampled_objects,
    checks.checked_indicators,
    checks.wrong_indicators
from checks
cross join rules
where
    checks.sampled_objects < rules.lowest_share * checks.surveyed_objects
    or checks.wrong_indicators > rules.highest_share * checks.checked_indicators
order by checks.area_code

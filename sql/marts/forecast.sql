/*
title = "完成日期预测"
grain = "一行一个以全部完成为目标的比率指标的一个区划（区(市)或全市）的一周"
key = ["metric", "area_code", "as_of"]
description = """
剩余数 = 分母 − 分子。速度取近 16 周内最近 8 个周增量的平均：一周与上一周都没有单位沿用上期，才算一个周增量，
补报的一大步不当作一周所做。速度和剩余数都算到数据截至的那一周（metrics.value.data_on），按月报送的在下一期之前不变。
完成日期是从那一周起按这个速度推到剩余为零的第一个周日，已经过去的写本周；区间用平均数的 95% 置信区间（平均 ± t·s/√n）的两端推算。
周增量不足 6 个、平均为零或为负、三年（staging.week_ahead）内完不成的不预测，原因见代码表 forecast_state；
区间下端的速度不大于零或三年内完不成的，说不出最迟何时，也不给日期：区间没有尽头的预计日期不是预计。
各周增量全相等的（slowest_pace = fastest_pace），区间没有宽度：不是说得准，是没有快慢可推，读者要写明。
全市不按自己的速度推算：没有完成的区(市)里最后一个的日期才是全市的（最早、最迟同样取各区(市)中最晚的）；
有一个区(市)不能预测，全市也不能（held_up）。剩余数、每周增量仍是全市自己的。"""
[columns]
area_code = "行政区划代码"
remaining = { title = "剩余数", note = "分母减分子，单位同分子" }
steps = { title = "用到的周增量个数", unit = "个" }
weekly_pace = { title = "平均每周增量", note = "单位同分子" }
slowest_pace = { title = "区间下端的每周增量", note = "单位同分子" }
fastest_pace = { title = "区间上端的每周增量", note = "单位同分子" }
forecast_state = { title = "预测状态", note = "代码表 forecast_state；只有 expected 有日期" }
finish_on = "预计完成日期"
earliest_on = "最早完成日期"
latest_on = "最迟完成日期"
*/

with

definitions as (
    select metric
    from metrics.definition
    where
        has_denominator
        and direction = 'up'
        and target = 1
),

areas as (
    select
        area_code,
        area_level
    from staging.area
    where area_level in ('city', 'district')
),

known as (
    select
        value.metric,
        value.area_code,
        value.as_of,
        value.data_on + cast(7 - isodow(value.data_on) as integer) as data_week,
        value.numerator,
        value.denominator,
        value.units_reported >= value.units_expected as is_complete
    from metrics.value
    inner join definitions on value.metric = definitions.metric
    inner join areas on value.area_code = areas.area_code
    where value.numerator is not null
),

steps as (
    select
        known.metric,
        known.area_code,
        known.as_of,
        known.numerator - earlier.numerator as gain
    from known
    inner join known as earlier
        on
            known.metric = earlier.metric
            and known.area_code = earlier.area_code
            and known.as_of = earlier.as_of + 7
    where
        known.is_complete
        and earlier.is_complete
),

recent as (
    select
        known.metric,
        known.area_code,
        known.as_of,
        steps.gain,
        row_number() over (
            partition by known.metric, known.area_code, known.as_of
            order by steps.as_of desc
        ) as step_no
    from known
    inner join steps
        on
            known.metric = steps.metric
            and known.area_code = steps.area_code
            and known.data_week >= steps.as_of
            and known.data_week < steps.as_of + 112
),

-- Two-sided 95 % quantiles of Student's t, by the number of steps (degrees of freedom plus one).
quantiles as (
    select
        listed.steps,
        listed.quantile
    from (values (6, 2.571), (7, 2.447), (8, 2.365)) as listed (steps, quantile)
),

measured as (
    select
        metric,
        area_code,
        as_of,
        count(*) as steps,
        avg(gain) as weekly_pace,
        stddev_samp(gain) as spread
    from recent
    where step_no <= 8
    group by
        metric,
        area_code,
        as_of
),

paced as (
    select
        known.metric,
        known.area_code,
        known.as_of,
        known.data_week,
        known.denominator - known.numerator as remaining,
        known.denominator,
        coalesce(measured.steps, 0) as steps,
        measured.weekly_pace,
        measured.weekly_pace - quantiles.quantile * measured.spread * power(quantiles.steps, -0.5) as slowest_pace,
        measured.weekly_pace + quantiles.quantile * measured.spread * power(quantiles.steps, -0.5) as fastest_pace
    from known
    left join measured
        on
            known.metric = measured.metric
            and known.area_code = measured.area_code
            and known.as_of = measured.as_of
    left join quantiles on measured.steps = quantiles.steps
),

reached as (
    select
        paced.metric,
        paced.area_code,
        paced.as_of,
        min(ahead.weeks_ahead) filter (where ahead.weeks_ahead * paced.weekly_pace >= paced.remaining) as finish_weeks,
        min(ahead.weeks_ahead) filter (where ahead.weeks_ahead * paced.fastest_pace >= paced.remaining)
            as earliest_weeks,
        min(ahead.weeks_ahead) filter (where ahead.weeks_ahead * paced.slowest_pace >= paced.remaining) as latest_weeks
    from paced
    cross join staging.week_ahead as ahead
    where
        paced.remaining > 0
        and paced.weekly_pace > 0
    group by
        paced.metric,
        paced.area_code,
        paced.as_of
),

judged as (
    select
        paced.metric,
        paced.area_code,
        paced.as_of,
        paced.data_week,
        paced.remaining,
        paced.steps,
        paced.weekly_pace,
        paced.slowest_pace,
        paced.fastest_pace,
        case
            when coalesce(paced.denominator, 0) = 0 then 'no_total'
            when paced.remaining <= 0 then 'finished'
            when paced.slowest_pace is null then 'too_short'
            when paced.weekly_pace < 0 then 'falling'
            when paced.weekly_pace = 0 then 'flat'
            when reached.finish_weeks is null then 'too_slow'
            when reached.latest_weeks is null then 'unsteady'
            else 'expected'
        end as forecast_state,
        reached.finish_weeks,
        reached.earliest_weeks,
        reached.latest_weeks
    from paced
    left join reached
        on
            paced.metric = reached.metric
            and paced.area_code = reached.area_code
            and paced.as_of = reached.as_of
),

dated as (
    select
        judged.metric,
        judged.area_code,
        areas.area_level,
        judged.as_of,
        judged.remaining,
        judged.steps,
        judged.weekly_pace,
        judged.slowest_pace,
        judged.fastest_pace,
        judged.forecast_state,
        case
            when judged.forecast_state = 'expected' and judged.finish_weeks is not null
                then greatest(judged.data_week + cast(7 * judged.finish_weeks as integer), judged.as_of)
        end as finish_on,
        case
            when judged.forecast_state = 'expected' and judged.earliest_weeks is not null
                then greatest(judged.data_week + cast(7 * judged.earliest_weeks as integer), judged.as_of)
        end as earliest_on,
        case
            when judged.forecast_state = 'expected' and judged.latest_weeks is not null
                then greatest(judged.data_week + cast(7 * judged.latest_weeks as integer), judged.as_of)
        end as latest_on
    from judged
    inner join areas on judged.area_code = areas.area_code
),

-- The city is done when its last district is.
districts as (
    select
        metric,
        as_of,
        count(*) filter (where finish_on is null) as held_up,
        max(finish_on) as finish_on,
        max(earliest_on) as earliest_on,
        max(latest_on) as latest_on
    from dated
    where
        area_level = 'district'
        and remaining > 0
    group by
        metric,
        as_of
),

settled as (
    select
        dated.metric,
        dated.area_code,
        dated.as_of,
        dated.remaining,
        dated.steps,
        dated.weekly_pace,
        dated.slowest_pace,
        dated.fastest_pace,
        case
            when districts.held_up is null then dated.forecast_state
            when districts.held_up > 0 then 'held_up'
            else 'expected'
        end as forecast_state,
        case
            when districts.held_up is null then dated.finish_on
            when districts.held_up = 0 then districts.finish_on
        end as finish_on,
        case
            when districts.held_up is null then dated.earliest_on
            when districts.held_up = 0 then districts.earliest_on
        end as earliest_on,
        case
            when districts.held_up is null then dated.latest_on
            when districts.held_up = 0 then districts.latest_on
        end as latest_on
    from dated
    left join districts
        on
            dated.metric = districts.metric
            and dated.as_of = districts.as_of
            and dated.area_level = 'city'
)

select
    metric,
    area_code,
    as_of,
    cast(remaining as double) as remaining,
    steps,
    weekly_pace,
    slowest_pace,
    fastest_pace,
    forecast_state,
    finish_on,
    earliest_on,
    latest_on
from settled

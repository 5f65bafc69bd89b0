/*
title = "抽样质检核查进度"
grain = "一行一周一个区划的一级核查"
key = ["as_of", "area_code", "check_level"]
description = """
到各周为止报送过的抽样核查累计，按核查级别分行：县级自检与市级核查的比例要求不同，不混在一起。
印发差错率按其指标总数折成错误数（折算错误数），与填报的错误数并列，差距照实给出，不改印发数。"""
[columns]
checks = { title = "核查次数", unit = "次" }
failed_checks = { title = "核查不通过次数", unit = "次" }
printed_apart_checks = { title = "印发差错率与重算不符的核查", unit = "次" }
printed_wrong_indicators = { title = "按印发差错率折算的错误数", unit = "项", note = "印发差错率 × 指标总数" }
printed_recounted_indicators = { title = "印发了差错率的核查的错误数", unit = "项", note = "与折算错误数同一批核查，两者之差即差距" }
printed_checked_indicators = { title = "印发了差错率的指标总数", unit = "项" }
*/

with

weeks as (
    select as_of
    from staging.week
),

checks as (
    select
        used_as_of,
        replaced_as_of,
        area_code,
        check_level,
        check_result,
        surveyed_objects,
        sampled_objects,
        checked_indicators,
        wrong_indicators,
        printed_error_rate,
        is_printed_apart
    from staging.sampling_check
)

select
    weeks.as_of,
    checks.area_code,
    checks.check_level,
    count(*) as checks,
    count(*) filter (where checks.check_result = 'failed') as failed_checks,
    count(*) filter (where checks.is_printed_apart) as printed_apart_checks,
    cast(sum(checks.surveyed_objects) as bigint) as surveyed_objects,
    cast(sum(checks.sampled_objects) as bigint) as sampled_objects,
    cast(sum(checks.checked_indicators) as bigint) as checked_indicators,
    cast(sum(checks.wrong_indicators) as bigint) as wrong_indicators,
    cast(
        coalesce(sum(cast(checks.printed_error_rate * checks.checked_indicators as decimal(38, 6))), 0) as double
    ) as printed_wrong_indicators,
    cast(
        coalesce(sum(checks.wrong_indicators) filter (where checks.printed_error_rate is not null), 0) as bigint
    ) as printed_recounted_indicators,
    cast(
        coalesce(sum(checks.checked_indicators) filter (where checks.printed_error_rate is not null), 0) as bigint
    ) as printed_checked_indicators
from checks
inner join weeks
    on
        checks.used_as_of <= weeks.as_of
        and (checks.replaced_as_of is null or checks.replaced_as_of > weeks.as_of)
group by
    weeks.as_of,
    checks.area_code,
    checks.check_level

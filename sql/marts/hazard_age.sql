/*
title = "未治理隐患点的在册与逾期天数"
audience = "public"
released = "只有按区划合计的数，没有单个对象"
grain = "一行一周一个区划的一个隐患大类的一档天数"
key = ["as_of", "area_code", "hazard_family", "age_bucket"]
description = """
只数在册而没有完成日期的点，逐级相加；hazard_family = all 为各大类合计，分档见 codes.age_bucket。
在册天数 = 统计周周日 − 发现日期；逾期天数 = 统计周周日 − 整改时限，时限在统计周周日当天及以后的为未逾期。
未填发现日期或整改时限的记为 unstated_registered、unstated_overdue，不归入任何一档。"""
[columns]
area_code = "区划代码"
hazard_family = { title = "隐患大类", note = "all 为合计" }
age_basis = { title = "天数种类", note = "registered 在册天数，overdue 逾期天数" }
age_bucket = "天数分档"
untreated_sites = { title = "在册未完成治理", unit = "处" }
*/

with

sites as (
    select
        as_of,
        area_code,
        hazard_family,
        found_on,
        due_on
    from staging.hazard_site
    where
        is_open
        and not is_treated
),

ancestors as (
    select
        area_code,
        ancestor_code
    from staging.area_ancestor
),

buckets as (
    select
        code,
        basis,
        cast(from_days as integer) as from_days,
        cast(to_days as integer) as to_days
    from codes.age_bucket
),

aged as (
    select
        as_of,
        area_code,
        hazard_family,
        'registered' as age_basis,
        greatest(as_of - found_on, 0) as days
    from sites

    union all

    select
        as_of,
        area_code,
        hazard_family,
        'overdue' as age_basis,
        as_of - due_on as days
    from sites
),

counted as (
    select
        aged.as_of,
        aged.area_code,
        aged.hazard_family,
        aged.age_basis,
        coalesce(buckets.code, 'unstated_' || aged.age_basis) as age_bucket,
        count(*) as untreated_sites
    from aged
    left join buckets
        on
            aged.age_basis = buckets.basis
            and (buckets.from_days is null or aged.days >= buckets.from_days)
            and (buckets.to_days is null or aged.days <= buckets.to_days)
            and aged.days is not null
    group by
        aged.as_of,
        aged.area_code,
        aged.hazard_family,
        aged.age_basis,
        buckets.code
)

select
    counted.as_of,
    ancestors.ancestor_code as area_code,
    coalesce(counted.hazard_family, 'all') as hazard_family,
    counted.age_basis,
    counted.age_bucket,
    cast(sum(counted.untreated_sites) as bigint) as untreated_sites
from counted
inner join ancestors on counted.area_code = ancestors.area_code
group by grouping sets (
    (counted.as_of, ancestors.ancestor_code, counted.hazard_family, counted.age_basis, counted.age_bucket),
    (counted.as_of, ancestors.ancestor_code, counted.age_basis, counted.age_bucket)
)

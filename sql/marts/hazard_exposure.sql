/*
title = "仍受威胁的人和财产"
audience = "public"
released = "只有按区划合计的数，没有单个对象"
grain = "一行一周一个区划的一个隐患大类的一个险情等级"
key = ["as_of", "area_code", "hazard_family", "hazard_grade"]
description = """
在册而没有完成日期的隐患点所威胁的人数和财产，逐级相加；hazard_family = all 为各大类合计。
等级取该周所用的那期台账，未填的记为 unstated。同一人受几处威胁的重复计；人数与财产从不相加。"""
[columns]
area_code = "区划代码"
hazard_family = { title = "隐患大类", note = "all 为合计" }
hazard_grade = { title = "险情等级", note = "未填为 unstated" }
untreated_sites = { title = "在册未完成治理", unit = "处" }
exposed_persons = { title = "仍受威胁人数", unit = "人", note = "在册而未完成治理的点" }
unstated_persons_sites = { title = "未填威胁人数的点", unit = "处", note = "不计入仍受威胁人数" }
unstated_assets_sites = { title = "未填威胁财产的点", unit = "处", note = "不计入仍受威胁财产" }
exposed_assets_yuan = { title = "仍受威胁财产", unit = "元", note = "在册而未完成治理的点" }
*/

with

sites as (
    select
        as_of,
        area_code,
        hazard_family,
        coalesce(hazard_grade, 'unstated') as hazard_grade,
        threatened_persons,
        threatened_assets_yuan
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
)

select
    sites.as_of,
    ancestors.ancestor_code as area_code,
    coalesce(sites.hazard_family, 'all') as hazard_family,
    sites.hazard_grade,
    count(*) as untreated_sites,
    cast(coalesce(sum(sites.threatened_persons), 0) as bigint) as exposed_persons,
    cast(coalesce(sum(cast(sites.threatened_assets_yuan as decimal(38, 6))), 0) as double) as exposed_assets_yuan,
    count(*) filter (where sites.threatened_persons is null) as unstated_persons_sites,
    count(*) filter (where sites.threatened_assets_yuan is null) as unstated_assets_sites
from sites
inner join ancestors on sites.area_code = ancestors.area_code
group by grouping sets (
    (sites.as_of, ancestors.ancestor_code, sites.hazard_family, sites.hazard_grade),
    (sites.as_of, ancestors.ancestor_code, sites.hazard_grade)
)

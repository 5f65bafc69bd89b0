/*
title = "避难场所与应急物资的空缺"
audience = "public"
released = "只有按区划合计的数，没有单个对象"
grain = "一行一周一个行政区划"
key = ["as_of", "area_code"]
description = """
每周每个区划内没有社区避难场所、没有应急物资的社区(村)数及其常住人口，逐级汇总。
待认领的社区(村)与避难场所无法对应，单列，不算有也不算没有。"""
[columns]
judged_communities = { title = "可判断有无避难场所的社区(村)数", unit = "个" }
unsheltered_communities = { title = "没有避难场所的社区(村)数", unit = "个" }
unsheltered_persons = { title = "没有避难场所的社区(村)常住人口", unit = "人" }
unsupplied_communities = { title = "没有应急物资的社区(村)数", unit = "个" }
unsupplied_persons = { title = "没有应急物资的社区(村)常住人口", unit = "人" }
unclaimed_communities = { title = "待认领的社区(村)数", unit = "个" }
*/

with

claimed as (
    select
        as_of,
        area_code,
        residents_persons,
        has_supplies,
        has_shelter
    from marts.community_service
),

unclaimed as (
    select
        as_of,
        area_code,
        communities
    from marts.community_status
    where not is_claimed
),

ancestors as (
    select
        area_code,
        ancestor_code
    from staging.area_ancestor
),

parts as (
    select
        as_of,
        area_code,
        count(*) as communities,
        count(has_shelter) as judged_communities,
        count(*) filter (where not has_shelter) as unsheltered_communities,
        sum(residents_persons) filter (where not has_shelter) as unsheltered_persons,
        count(*) filter (where not has_supplies) as unsupplied_communities,
        sum(residents_persons) filter (where not has_supplies) as unsupplied_persons,
        0 as unclaimed_communities
    from claimed
    group by
        as_of,
        area_code

    union all

    select
        as_of,
        area_code,
        communities,
        0 as judged_communities,
        0 as unsheltered_communities,
        0 as unsheltered_persons,
        0 as unsupplied_communities,
        0 as unsupplied_persons,
        communities as unclaimed_communities
    from unclaimed
)

select
    parts.as_of,
    ancestors.ancestor_code as area_code,
    cast(sum(parts.communities) as bigint) as communities,
    cast(sum(parts.judged_communities) as bigint) as judged_communities,
    cast(sum(parts.unsheltered_communities) as bigint) as unsheltered_communities,
    cast(coalesce(sum(parts.unsheltered_persons), 0) as bigint) as unsheltered_persons,
    cast(sum(parts.unsupplied_communities) as bigint) as unsupplied_communities,
    cast(coalesce(sum(parts.unsupplied_persons), 0) as bigint) as unsupplied_persons,
    cast(sum(parts.unclaimed_communities) as bigint) as unclaimed_communities
from parts
inner join ancestors on parts.area_code = ancestors.area_code
group by
    parts.as_of,
    ancestors.ancestor_code

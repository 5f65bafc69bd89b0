/*
title = "隐患点存量与流量"
audience = "public"
released = "只有按区划合计的数，没有单个对象"
grain = "一行一周一个区(市)的一种隐患类型"
key = ["as_of", "area_code", "hazard_type"]
description = """
相邻两周所用台账逐点比较：期初 + 新增 + 重新在册 + 更正调整 − 销号 − 合并 − 消失 = 期末，存量只计在册的点。
单位首次报送的台账整本作为建账，在册的计入期初（其中：建账），不算新增。
以前从未在台账中的才算新增；新增时就已销号或合并的点，同时计一处新增和一处销号或合并。
消失指上周在册、本周台账中没有了的点，应当核实：台账是全量台账，销号、合并的也应保留。"""
[columns]
area_code = "区(市)代码"
hazard_family = "隐患大类"
opening = { title = "期初在册", unit = "处", note = "含首次报送建账" }
baseline = { title = "其中：建账", unit = "处", note = "单位首次报送的台账中在册的点" }
added = { title = "新增", unit = "处" }
reopened = { title = "重新在册", unit = "处", note = "以前在台账中，上周已销号、已合并或不在台账中，本周又在册" }
reclassified = { title = "更正调整", unit = "处", note = "更正了类型或所属区(市)：移入为正，移出为负" }
removed = { title = "销号", unit = "处" }
merged = { title = "合并", unit = "处" }
vanished = { title = "消失", unit = "处", note = "上周在册、本周不在台账中" }
closing = { title = "期末在册", unit = "处" }
newly_treated = { title = "本周完成治理", unit = "处" }
newly_reviewed = { title = "本周复核", unit = "处" }
found_sites = { title = "累计排查", unit = "处" }
treated_sites = { title = "累计完成治理", unit = "处" }
removed_sites = { title = "累计销号", unit = "处" }
*/

with

sites as (
    select
        as_of,
        site_id,
        unit_code,
        district_code,
        hazard_type,
        remediation_status,
        is_open,
        is_treated,
        reviewed_on is not null as is_reviewed
    from staging.hazard_site
),

earlier as (
    select
        as_of + 7 as as_of,
        site_id,
        district_code,
        hazard_type,
        is_open,
        is_treated,
        is_reviewed
    from sites
),

seen as (
    select
        site_id,
        min(as_of) as first_as_of
    from sites
    group by site_id
),

weeks as (
    select as_of
    from staging.week
),

first_returns as (
    select
        unit_code,
        min(as_of) as as_of
    from staging.unit_return
    where
        source = 'hazard_site'
        and used_as_of is not null
    group by unit_code
),

types as (
    select
        code,
        parent_code
    from codes.hazard_type
),

-- One row per week and kind of change: the sites are gone through once, the rest is small.
compared as (
    select
        coalesce(sites.as_of, earlier.as_of) as as_of,
        sites.unit_code,
        sites.district_code,
        sites.hazard_type,
        earlier.district_code as earlier_district_code,
        earlier.hazard_type as earlier_hazard_type,
        sites.site_id is not null as is_here,
        earlier.site_id is not null as was_here,
        coalesce(seen.first_as_of = sites.as_of, false) as is_new,
        coalesce(sites.is_open, false) as is_open,
        coalesce(earlier.is_open, false) as was_open,
        coalesce(sites.remediation_status = 'merged', false) as is_merged,
        coalesce(sites.is_treated, false) as is_treated,
        coalesce(earlier.is_treated, false) as was_treated,
        coalesce(sites.is_reviewed, false) as is_reviewed,
        coalesce(earlier.is_reviewed, false) as was_reviewed,
        count(*) as sites
    from sites
    full outer join earlier
        on
            sites.site_id = earlier.site_id
            and sites.as_of = earlier.as_of
    left join seen on sites.site_id = seen.site_id
    group by
        coalesce(sites.as_of, earlier.as_of),
        sites.unit_code,
        sites.district_code,
        sites.hazard_type,
        earlier.district_code,
        earlier.hazard_type,
        sites.site_id is not null,
        earlier.site_id is not null,
        coalesce(seen.first_as_of = sites.as_of, false),
        coalesce(sites.is_open, false),
        coalesce(earlier.is_open, false),
        coalesce(sites.remediation_status = 'merged', false),
        coalesce(sites.is_treated, false),
        coalesce(earlier.is_treated, false),
        coalesce(sites.is_reviewed, false),
        coalesce(earlier.is_reviewed, false)
),

judged as (
    select
        compared.as_of,
        compared.district_code,
        compared.hazard_type,
        compared.earlier_district_code,
        compared.earlier_hazard_type,
        compared.is_here,
        compared.was_here,
        compared.is_new and first_returns.as_of is null as is_new,
        compared.is_open,
        compared.was_open,
        compared.is_merged,
        compared.is_treated,
        compared.is_treated and not compared.was_treated
        and (compared.was_here or compared.is_new) as is_newly_treated,
        compared.is_reviewed and not compared.was_reviewed
        and (compared.was_here or compared.is_new) as is_newly_reviewed,
        not compared.was_here and first_returns.as_of is not null as is_baseline,
        compared.is_open and compared.was_open
        and (
            compared.district_code <> compared.earlier_district_code
            or compared.hazard_type <> compared.earlier_hazard_type
        ) as is_reclassified,
        compared.sites
    from compared
    inner join weeks on compared.as_of = weeks.as_of
    left join first_returns
        on
            compared.unit_code = first_returns.unit_code
            and compared.as_of = first_returns.as_of
),

-- What was on the register is counted where it was, what is there now where it is.
movements as (
    select
        as_of,
        earlier_district_code as area_code,
        earlier_hazard_type as hazard_type,
        case when was_open then sites else 0 end as opening,
        0 as baseline,
        0 as added,
        0 as reopened,
        case when is_reclassified then -sites else 0 end as reclassified,
        case when was_open and is_here and not is_open and not is_merged then sites else 0 end as removed,
        case when was_open and is_here and is_merged then sites else 0 end as merged,
        case when was_open and not is_here then sites else 0 end as vanished,
        0 as closing,
        0 as newly_treated,
        0 as newly_reviewed,
        0 as found_sites,
        0 as treated_sites,
        0 as removed_sites
    from judged
    where was_here

    union all

    select
        as_of,
        district_code as area_code,
        hazard_type,
        case when is_baseline and is_open then sites else 0 end as opening,
        case when is_baseline and is_open then sites else 0 end as baseline,
        case when is_new then sites else 0 end as added,
        case when not was_open and is_open and not is_new and not is_baseline then sites else 0 end as reopened,
        case when is_reclassified then sites else 0 end as reclassified,
        case when is_new and not is_open and not is_merged then sites else 0 end as removed,
        case when is_new and is_merged then sites else 0 end as merged,
        0 as vanished,
        case when is_open then sites else 0 end as closing,
        case when is_newly_treated and not is_baseline then sites else 0 end as newly_treated,
        case when is_newly_reviewed and not is_baseline then sites else 0 end as newly_reviewed,
        sites as found_sites,
        case when is_treated then sites else 0 end as treated_sites,
        case when not is_open and not is_merged then sites else 0 end as removed_sites
    from judged
    where is_here
)

select
    movements.as_of,
    movements.area_code,
    types.parent_code as hazard_family,
    movements.hazard_type,
    cast(sum(movements.opening) as bigint) as opening,
    cast(sum(movements.baseline) as bigint) as baseline,
    cast(sum(movements.added) as bigint) as added,
    cast(sum(movements.reopened) as bigint) as reopened,
    cast(sum(movements.reclassified) as bigint) as reclassified,
    cast(sum(movements.removed) as bigint) as removed,
    cast(sum(movements.merged) as bigint) as merged,
    cast(sum(movements.vanished) as bigint) as vanished,
    cast(sum(movements.closing) as bigint) as closing,
    cast(sum(movements.newly_treated) as bigint) as newly_treated,
    cast(sum(movements.newly_reviewed) as bigint) as newly_reviewed,
    cast(sum(movements.found_sites) as bigint) as found_sites,
    cast(sum(movements.treated_sites) as bigint) as treated_sites,
    cast(sum(movements.removed_sites) as bigint) as removed_sites
from movements
left join types on movements.hazard_type = types.code
group by
    movements.as_of,
    movements.area_code,
    types.parent_code,
    movements.hazard_type

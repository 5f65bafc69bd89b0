/*
title = "隐患点逐级状态"
audience = "public"
released = "只有按区划合计的数，没有单个对象"
grain = "一行一周一个区划的一个隐患大类"
key = ["as_of", "area_code", "hazard_family"]
description = """
marts.hazard_progress 逐级相加，另按整改状态分开；hazard_family = all 为各大类合计。
完成治理看完成日期，复核看复核日期，销号看整改状态：三件事之间的两段差额各自数出。"""
[columns]
area_code = "区划代码"
found_sites = { title = "累计排查", unit = "处" }
treated_sites = { title = "累计完成治理", unit = "处" }
reviewed_sites = { title = "累计复核", unit = "处" }
removed_sites = { title = "累计销号", unit = "处" }
merged_sites = { title = "累计合并", unit = "处" }
open_sites = { title = "在册", unit = "处", note = "未销号、未合并" }
untreated_sites = { title = "在册未完成治理", unit = "处" }
overdue_sites = { title = "逾期未完成治理", unit = "处", note = "在册、未完成治理、整改时限早于统计周周日" }
hazard_family = { title = "隐患大类", note = "all 为合计" }
pending_sites = { title = "待整改", unit = "处" }
ongoing_sites = { title = "整改中", unit = "处" }
awaiting_sites = { title = "已整改待复核", unit = "处" }
unreviewed_sites = { title = "已治理未复核", unit = "处", note = "在册，有完成日期而无复核日期" }
unremoved_sites = { title = "已复核未销号", unit = "处", note = "在册，有复核日期而未销号" }
*/

with

sites as (
    select
        as_of,
        area_code,
        hazard_family,
        remediation_status,
        is_open,
        is_treated,
        is_open and not is_treated as is_untreated,
        due_on,
        reviewed_on
    from staging.hazard_site
),

ancestors as (
    select
        area_code,
        ancestor_code
    from staging.area_ancestor
),

counted as (
    select
        as_of,
        area_code,
        hazard_family,
        count(*) as found_sites,
        count(*) filter (where is_treated) as treated_sites,
        count(reviewed_on) as reviewed_sites,
        count(*) filter (where remediation_status = 'pending') as pending_sites,
        count(*) filter (where remediation_status = 'ongoing') as ongoing_sites,
        count(*) filter (where remediation_status = 'treated') as awaiting_sites,
        count(*) filter (where remediation_status = 'closed') as removed_sites,
        count(*) filter (where remediation_status = 'merged') as merged_sites,
        count(*) filter (where is_open) as open_sites,
        count(*) filter (where is_untreated) as untreated_sites,
        count(*) filter (where is_untreated and due_on < as_of) as overdue_sites,
        count(*) filter (where is_open and is_treated and reviewed_on is null) as unreviewed_sites,
        count(*) filter (where is_open and reviewed_on is not null) as unremoved_sites
    from sites
    group by
        as_of,
        area_code,
        hazard_family
)

select
    counted.as_of,
    ancestors.ancestor_code as area_code,
    coalesce(counted.hazard_family, 'all') as hazard_family,
    cast(sum(counted.found_sites) as bigint) as found_sites,
    cast(sum(counted.treated_sites) as bigint) as treated_sites,
    cast(sum(counted.reviewed_sites) as bigint) as reviewed_sites,
    cast(sum(counted.removed_sites) as bigint) as removed_sites,
    cast(sum(counted.merged_sites) as bigint) as merged_sites,
    cast(sum(counted.pending_sites) as bigint) as pending_sites,
    cast(sum(counted.ongoing_sites) as bigint) as ongoing_sites,
    cast(sum(counted.awaiting_sites) as bigint) as awaiting_sites,
    cast(sum(counted.open_sites) as bigint) as open_sites,
    cast(sum(counted.untreated_sites) as bigint) as untreated_sites,
    cast(sum(counted.overdue_sites) as bigint) as overdue_sites,
    cast(sum(counted.unreviewed_sites) as bigint) as unreviewed_sites,
    cast(sum(counted.unremoved_sites) as bigint) as unremoved_sites
from counted
inner join ancestors on counted.area_code = ancestors.area_code
group by grouping sets (
    (counted.as_of, ancestors.ancestor_code, counted.hazard_family),
    (counted.as_of, ancestors.ancestor_code)
)

/*
title = "隐患治理进度"
audience = "public"
released = "只有按区划合计的数，没有单个对象"
grain = "一行一周一个区划的一种隐患类型"
key = ["as_of", "area_code", "hazard_type"]
description = """
按报送的区划（社区、镇(街道)或区(市)）和类型数出的隐患点；各上级区划按 staging.area_ancestor 相加即得。
排查数含已销号和已合并的；治理、复核、销号分别计数，互不替代。威胁人数和财产只计在册而未完成治理的点。"""
[columns]
area_code = "计入的区划代码"
found_sites = { title = "累计排查", unit = "处" }
treated_sites = { title = "累计完成治理", unit = "处" }
reviewed_sites = { title = "累计复核", unit = "处" }
removed_sites = { title = "累计销号", unit = "处" }
merged_sites = { title = "累计合并", unit = "处" }
open_sites = { title = "在册", unit = "处", note = "未销号、未合并" }
untreated_sites = { title = "在册未完成治理", unit = "处" }
overdue_sites = { title = "逾期未完成治理", unit = "处", note = "在册、未完成治理、整改时限早于统计周周日" }
supervised_sites = { title = "在册挂牌督办", unit = "处" }
unclaimed_sites = { title = "其中：待认领", unit = "处" }
exposed_persons = { title = "仍受威胁人数", unit = "人", note = "在册而未完成治理的点" }
exposed_assets_yuan = { title = "仍受威胁财产", unit = "元", note = "在册而未完成治理的点" }
*/

with

sites as (
    select
        as_of,
        area_code,
        hazard_family,
        hazard_type,
        remediation_status,
        is_open,
        is_treated,
        is_open and not is_treated as is_untreated,
        is_supervised,
        is_unclaimed,
        due_on,
        reviewed_on,
        threatened_persons,
        threatened_assets_yuan
    from staging.hazard_site
)

select
    as_of,
    area_code,
    hazard_family,
    hazard_type,
    count(*) as found_sites,
    count(*) filter (where is_treated) as treated_sites,
    count(reviewed_on) as reviewed_sites,
    count(*) filter (where remediation_status = 'closed') as removed_sites,
    count(*) filter (where remediation_status = 'merged') as merged_sites,
    count(*) filter (where is_open) as open_sites,
    count(*) filter (where is_untreated) as untreated_sites,
    count(*) filter (where is_untreated and due_on < as_of) as overdue_sites,
    count(*) filter (where is_open and is_supervised) as supervised_sites,
    count(*) filter (where is_unclaimed) as unclaimed_sites,
    cast(coalesce(sum(threatened_persons) filter (where is_untreated), 0) as bigint) as exposed_persons,
    cast(
        coalesce(sum(cast(threatened_assets_yuan as decimal(38, 6))) filter (where is_untreated), 0) as double
    ) as exposed_assets_yuan
from sites
group by
    as_of,
    area_code,
    hazard_family,
    hazard_type

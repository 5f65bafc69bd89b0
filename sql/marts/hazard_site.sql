/*
title = "隐患点名册"
grain = "一行一处隐患点"
key = ["site_id"]
description = "每处隐患点最新一期台账上的名称、位置、责任单位等，以及首次和最后在台账中的周；各周的状态见 staging.hazard_site。"
[columns]
used_as_of = "所用报送的统计截至日期"
row_no = "来源行号"
file = "来源文件"
sheet = "来源工作表"
area_code = "计入的区划代码"
hazard_family = "隐患大类"
first_as_of = "首次在台账中的周"
last_as_of = "最后在台账中的周"
is_in_ledger = "是否仍在台账中"
is_open = { title = "是否在册", note = "未销号、未合并" }
is_treated = { title = "是否完成治理", note = "有完成日期" }
is_unclaimed = "是否待认领"
*/

with

weekly as (
    select
        site_id,
        unit_code,
        as_of,
        used_as_of,
        row_no,
        area_code,
        district_code,
        hazard_family,
        is_open,
        is_treated,
        is_unclaimed
    from staging.hazard_site
),

weeks as (
    select max(as_of) as as_of
    from staging.week
),

spans as (
    select
        site_id,
        min(as_of) as first_as_of,
        max(as_of) as last_as_of
    from weekly
    group by site_id
)

select
    weekly.site_id,
    reported.site_name,
    weekly.hazard_family,
    reported.hazard_type,
    weekly.area_code,
    weekly.district_code,
    reported.address,
    reported.longitude,
    reported.latitude,
    reported.length_km,
    reported.hazard_grade,
    reported.threatened_households,
    reported.threatened_persons,
    reported.threatened_assets_yuan,
    reported.responsible_unit,
    reported.sector_department,
    reported.remediation_measure,
    reported.remediation_status,
    weekly.is_open,
    weekly.is_treated,
    reported.found_on,
    reported.due_on,
    reported.treated_on,
    reported.reviewed_on,
    reported.removed_on,
    reported.removal_reason,
    reported.merged_into_id,
    reported.is_supervised,
    reported.supervision_order,
    reported.supervision_due_on,
    spans.first_as_of,
    spans.last_as_of,
    spans.last_as_of = weeks.as_of as is_in_ledger,
    weekly.is_unclaimed,
    weekly.unit_code,
    weekly.used_as_of,
    reported._file as file,
    reported._sheet as sheet,
    weekly.row_no
from spans
cross join weeks
inner join weekly
    on
        spans.site_id = weekly.site_id
        and spans.last_as_of = weekly.as_of
inner join raw.hazard_site as reported
    on
        weekly.site_id = reported.site_id
        and weekly.unit_code = reported.unit_code
        and weekly.used_as_of = reported.as_of

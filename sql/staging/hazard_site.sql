/*
title = "隐患点按周状态"
grain = "一行一周一处隐患点"
rows_of = "hazard_site"
key = ["as_of", "site_id"]
description = """
每周每处隐患点的状态，取该周所用的那期台账；同一编号有两个单位报送的，取较新的一期。
待认领的计入报送单位所在区(市)。完成治理、复核、销号是三件事：治理看完成日期，复核看复核日期，销号看整改状态。"""
[columns]
as_of = "统计周（周日）"
used_as_of = "所用报送的统计截至日期"
file = "来源文件"
sheet = "来源工作表"
row_no = "来源行号"
area_code = "计入的区划代码"
district_code = { title = "所属区(市)代码", note = "市级部门报送而待认领的，为市代码" }
hazard_family = "隐患大类"
is_open = { title = "是否在册", note = "未销号、未合并" }
is_treated = { title = "是否完成治理", note = "有完成日期" }
is_unclaimed = "是否待认领"
*/

with

returns as (
    select
        unit_code,
        as_of,
        used_as_of
    from staging.unit_return
    where source = 'hazard_site'
),

areas as (
    select
        area_code,
        district_code
    from staging.area
),

units as (
    select
        code,
        area_code
    from codes.unit
),

types as (
    select
        code,
        parent_code
    from codes.hazard_type
),

doubled as (
    select site_id
    from raw.hazard_site
    group by site_id
    having min(unit_code) <> max(unit_code)
),

older as (
    select
        returns.as_of,
        reported.site_id,
        reported.unit_code
    from raw.hazard_site as reported
    inner join doubled on reported.site_id = doubled.site_id
    inner join returns
        on
            reported.unit_code = returns.unit_code
            and reported.as_of = returns.used_as_of
    qualify row_number() over (
        partition by returns.as_of, reported.site_id
        order by returns.used_as_of desc, reported.unit_code asc
    ) > 1
)

select
    returns.as_of,
    reported.site_id,
    reported.unit_code,
    returns.used_as_of,
    reported._file as file,
    reported._sheet as sheet,
    cast(reported._row as bigint) as row_no,
    coalesce(areas.area_code, units.area_code) as area_code,
    coalesce(areas.district_code, units.area_code) as district_code,
    reported.site_name,
    types.parent_code as hazard_family,
    reported.hazard_type,
    reported.hazard_grade,
    reported.remediation_status,
    reported.remediation_status not in ('closed', 'merged') as is_open,
    reported.treated_on is not null as is_treated,
    reported.found_on,
    reported.due_on,
    reported.treated_on,
    reported.reviewed_on,
    reported.removed_on,
    reported.removal_reason,
    reported.merged_into_id,
    reported.threatened_persons,
    reported.threatened_assets_yuan,
    coalesce(reported.is_supervised, false) as is_supervised,
    reported._unclaimed is not null as is_unclaimed
from raw.hazard_site as reported
inner join returns
    on
        reported.unit_code = returns.unit_code
        and reported.as_of = returns.used_as_of
left join older
    on
        returns.as_of = older.as_of
        and reported.site_id = older.site_id
        and reported.unit_code = older.unit_code
left join types on reported.hazard_type = types.code
left join units on reported.unit_code = units.code
left join areas
    on
        reported.area_code = areas.area_code
        and reported._unclaimed is null
where older.site_id is null

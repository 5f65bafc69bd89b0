/*
title = "逾期隐患点"
grain = "一行一周一处逾期未完成治理的隐患点"
key = ["as_of", "site_id"]
description = """
在册、没有完成日期、整改时限早于统计周周日的隐患点，及逾期天数。沿用上期台账的单位，逾期天数照样逐周增加。
名称、位置和责任单位取最新一期台账。"""
[columns]
days_overdue = { title = "逾期天数", unit = "天", note = "统计周周日减整改时限" }
file = "来源文件"
sheet = "来源工作表"
*/

with

sites as (
    select
        as_of,
        site_id,
        unit_code,
        used_as_of,
        row_no,
        area_code,
        district_code,
        hazard_family,
        hazard_type,
        remediation_status,
        due_on,
        threatened_persons,
        threatened_assets_yuan,
        is_supervised
    from staging.hazard_site
    where
        is_open
        and not is_treated
        and due_on < as_of
),

register as (
    select
        site_id,
        site_name,
        address,
        responsible_unit,
        sector_department
    from marts.hazard_site
),

loads as (
    select
        unit_code,
        as_of,
        file,
        sheet
    from staging.current_load
    where source = 'hazard_site'
)

select
    sites.as_of,
    sites.site_id,
    register.site_name,
    sites.area_code,
    sites.district_code,
    sites.hazard_family,
    sites.hazard_type,
    register.address,
    register.responsible_unit,
    register.sector_department,
    sites.remediation_status,
    sites.due_on,
    sites.as_of - sites.due_on as days_overdue,
    sites.threatened_persons,
    sites.threatened_assets_yuan,
    sites.is_supervised,
    sites.unit_code,
    sites.used_as_of,
    loads.file,
    loads.sheet,
    sites.row_no
from sites
inner join register on sites.site_id = register.site_id
left join loads
    on
        sites.unit_code = loads.unit_code
        and sites.used_as_of = loads.as_of

/*
title = "各周的责任分工与专业团队"
grain = "一行一周一个体系中的一个单位"
key = ["as_of", "unit_code", "duty_system", "member_name"]
description = "每周所用的那期责任分工与专业团队表。"
[columns]
area_code = "计入的区划代码"
*/

with

returns as (
    select
        unit_code,
        as_of,
        used_as_of
    from staging.unit_return
    where
        source = 'duty'
        and used_as_of is not null
),

entries as (
    select
        unit_code,
        used_as_of,
        row_no,
        area_code,
        duty_system,
        duty_role,
        member_kind,
        member_name,
        census_classes,
        duties,
        staff_persons,
        is_at_least
    from staging.duty
)

select
    returns.as_of,
    entries.unit_code,
    entries.area_code,
    entries.duty_system,
    entries.duty_role,
    entries.member_kind,
    entries.member_name,
    entries.census_classes,
    entries.duties,
    entries.staff_persons,
    entries.is_at_least,
    entries.used_as_of,
    entries.row_no
from entries
inner join returns
    on
        entries.unit_code = returns.unit_code
        and entries.used_as_of = returns.used_as_of

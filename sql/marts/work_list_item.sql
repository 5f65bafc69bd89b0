/*
title = "各周的清单与方案"
grain = "一行一周一项"
key = ["as_of", "unit_code", "item_id"]
description = "每周所用的那期清单与方案表。"
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
        source = 'work_list'
        and used_as_of is not null
),

entries as (
    select
        unit_code,
        used_as_of,
        row_no,
        area_code,
        item_id,
        list_kind,
        item_title,
        responsible_unit,
        user_units
    from staging.work_list
)

select
    returns.as_of,
    entries.unit_code,
    entries.area_code,
    entries.item_id,
    entries.list_kind,
    entries.item_title,
    entries.responsible_unit,
    entries.user_units,
    entries.used_as_of,
    entries.row_no
from entries
inner join returns
    on
        entries.unit_code = returns.unit_code
        and entries.used_as_of = returns.used_as_of

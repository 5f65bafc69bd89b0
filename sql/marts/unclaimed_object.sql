/*
title = "待认领对象"
grain = "一行一周一个待认领的对象"
key = ["source", "unit_code", "as_of", "row_no"]
description = """
各周所用报送中区划不能认定的对象。它们不归任何社区或镇(街道)，但计入报送单位所在区(市)的各项指标，
因此总数不会少；认领之后（更正区划代码重新报送）自动归位。"""
[columns]
district_code = { title = "所属区(市)代码", note = "报送单位所在区(市)；市级部门报送的为市代码" }
*/

with

unclaimed as (
    select
        source,
        unit_code,
        used_as_of,
        row_no,
        object_id,
        object_name,
        reported_code,
        reason,
        file,
        sheet
    from staging.unclaimed
),

returns as (
    select
        source,
        unit_code,
        as_of,
        used_as_of
    from staging.unit_return
),

units as (
    select
        code,
        area_code
    from codes.unit
)

select
    unclaimed.source,
    unclaimed.unit_code,
    returns.as_of,
    units.area_code as district_code,
    unclaimed.object_id,
    unclaimed.object_name,
    unclaimed.reported_code,
    unclaimed.reason,
    unclaimed.file,
    unclaimed.sheet,
    unclaimed.row_no,
    unclaimed.used_as_of
from unclaimed
inner join returns
    on
        unclaimed.source = returns.source
        and unclaimed.unit_code = returns.unit_code
        and unclaimed.used_as_of = returns.used_as_of
left join units on unclaimed.unit_code = units.code

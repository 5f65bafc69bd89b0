/*
title = "数据更正明细"
grain = "一行一次更正的一处：一格，或增删的一行"
key = ["load_no", "correction_no"]
description = """
同一期报送被重新报送取代时，哪个对象的哪一列由什么改为什么，列在被更正的那一期所在的周。
数字列另有数值，可以相减；代码列写名称。日期不在统计周之内的报送不列，见 meta.correction。"""
[columns]
as_of = "统计周（周日）"
area_code = "区(市)代码"
used_as_of = "所用报送的统计截至日期"
source_title = "报表名称"
column_title = { title = "列的名称", note = "增删整行的为空" }
unit = "单位"
previous_number = { title = "更正前的数", note = "单位见 unit；不是数字列的为空" }
current_number = { title = "更正后的数", note = "单位见 unit；不是数字列的为空" }
*/

with

weeks as (
    select as_of
    from staging.week
),

loads as (
    select
        load_no,
        source,
        unit_code,
        as_of
    from meta.load
),

corrections as (
    select
        load_no,
        correction_no,
        correction_kind,
        row_no,
        object_id,
        object_name,
        column_name,
        previous_text,
        current_text
    from meta.correction
),

sources as (
    select
        source,
        title
    from meta.source
),

source_columns as (
    select
        source,
        column_name,
        title,
        unit,
        type in ('bigint', 'double') as is_number
    from meta.source_column
),

units as (
    select
        code,
        area_code
    from codes.unit
)

select
    weeks.as_of,
    units.area_code,
    loads.source,
    sources.title as source_title,
    loads.unit_code,
    loads.as_of as used_as_of,
    corrections.load_no,
    corrections.correction_no,
    corrections.correction_kind,
    corrections.row_no,
    corrections.object_id,
    corrections.object_name,
    corrections.column_name,
    source_columns.title as column_title,
    source_columns.unit,
    corrections.previous_text,
    corrections.current_text,
    case when source_columns.is_number then cast(corrections.previous_text as double) end as previous_number,
    case when source_columns.is_number then cast(corrections.current_text as double) end as current_number
from corrections
inner join loads on corrections.load_no = loads.load_no
inner join sources on loads.source = sources.source
inner join weeks
    on
        loads.as_of <= weeks.as_of
        and loads.as_of > weeks.as_of - 7
left join source_columns
    on
        loads.source = source_columns.source
        and corrections.column_name = source_columns.column_name
left join units on loads.unit_code = units.code

/*
title = "抽样质检核查"
grain = "一行一个单位的一次核查的一个版本"
rows_of = "sampling_check"
key = ["unit_code", "check_id", "used_as_of"]
description = """
各次抽样核查，及其每次报送的版本在哪些周有效：从报送那期起，到同一核查编号下一次报送之前。
核查是逐次累计的事，后来的报送没有再列的核查仍然有效。待认领的计入报送单位所在区(市)。"""
[columns]
used_as_of = "所用报送的统计截至日期"
file = "来源文件"
sheet = "来源工作表"
row_no = "来源行号"
area_code = "计入的区划代码"
replaced_as_of = { title = "被更新版本取代的日期", note = "空为仍有效" }
is_printed_apart = { title = "印发差错率与重算不符", note = "没有印发的为否；容差同填报契约：印发到万分之一" }
*/

with

areas as (
    select area_code
    from staging.area
),

units as (
    select
        code,
        area_code
    from codes.unit
)

select
    reported.unit_code,
    reported.as_of as used_as_of,
    reported._file as file,
    reported._sheet as sheet,
    cast(reported._row as bigint) as row_no,
    coalesce(areas.area_code, units.area_code) as area_code,
    reported.check_id,
    reported.task_code,
    reported.check_level,
    reported.checked_on,
    reported.surveyed_objects,
    reported.sampled_objects,
    reported.checked_indicators,
    reported.wrong_indicators,
    reported.printed_error_rate,
    reported.check_result,
    lead(reported.as_of) over (
        partition by reported.unit_code, reported.check_id
        order by reported.as_of
    ) as replaced_as_of,
    coalesce(
        abs(reported.printed_error_rate * reported.checked_indicators - reported.wrong_indicators)
        > 0.00005 * reported.checked_indicators,
        false
    ) as is_printed_apart
from raw.sampling_check as reported
left join units on reported.unit_code = units.code
left join areas
    on
        reported.area_code = areas.area_code
        and reported._unclaimed is null

/*
title = "问题处理情况"
grain = "一行一条要处理的问题"
key = ["load_no", "finding_no"]
description = """
要处理的问题（提示不计）及其处理状态。同一来源、单位在各期报送里的同一个问题（规则、列、原值、说明都相同，
同一期里有几个的按先后一一对应）串成一件，first_load_no、first_finding_no 是它第一次出现的那一条。
next_as_of 之前，这条问题所在的报送是该来源、单位所用的一份；没有更新的报送时为空。"""
[columns]
message = { title = "问题说明", note = "不含文件和单元格，它们另有各列" }
is_open = { title = "是否待处理", note = "待退回、已退回为待处理；已修正、确认保留并说明为已处理" }
next_as_of = { title = "下一期的统计截至日期", note = "空为没有更新的报送" }
first_load_no = { title = "首次出现的装载序号", audience = "analyst", released = "只有序号" }
first_finding_no = { title = "首次出现的问题序号", audience = "analyst", released = "只有序号" }
first_as_of = { title = "首次出现的统计截至日期", audience = "analyst", released = "只有日期" }
*/

with

findings as (
    select
        load_no,
        finding_no,
        source,
        unit_code,
        as_of,
        file,
        sheet,
        cell,
        row_no,
        column_name,
        value,
        rule,
        level,
        substr(message, strpos(message, '：') + 1) as message,
        remedy,
        state,
        note,
        changed_at
    from meta.finding
    where state is not null
),

returns as (
    select
        source,
        unit_code,
        as_of
    from staging.current_load
),

followed as (
    select
        findings.load_no,
        findings.finding_no,
        min(returns.as_of) as next_as_of
    from findings
    inner join returns
        on
            findings.source = returns.source
            and findings.unit_code = returns.unit_code
            and findings.as_of < returns.as_of
    group by
        findings.load_no,
        findings.finding_no
),

numbered as (
    select
        findings.load_no,
        findings.finding_no,
        findings.source,
        findings.unit_code,
        findings.as_of,
        findings.file,
        findings.sheet,
        findings.cell,
        findings.row_no,
        findings.column_name,
        findings.value,
        findings.rule,
        findings.level,
        findings.message,
        findings.remedy,
        findings.state,
        findings.note,
        findings.changed_at,
        row_number() over (
            partition by
                findings.load_no,
                findings.rule,
                findings.column_name,
                findings.value,
                findings.message
            order by findings.finding_no
        ) as nth
    from findings
)

select
    numbered.load_no,
    numbered.finding_no,
    numbered.source,
    numbered.unit_code,
    numbered.as_of,
    numbered.file,
    numbered.sheet,
    numbered.cell,
    numbered.row_no,
    numbered.column_name,
    numbered.value,
    numbered.rule,
    numbered.level,
    numbered.message,
    numbered.remedy,
    numbered.state,
    numbered.state in ('待退回', '已退回') as is_open,
    numbered.note,
    numbered.changed_at,
    followed.next_as_of,
    first_value(numbered.load_no) over thread as first_load_no,
    first_value(numbered.finding_no) over thread as first_finding_no,
    first_value(numbered.as_of) over thread as first_as_of
from numbered
left join followed
    on
        numbered.load_no = followed.load_no
        and numbered.finding_no = followed.finding_no
window thread as (
    partition by
        numbered.source,
        numbered.unit_code,
        numbered.rule,
        numbered.column_name,
        numbered.value,
        numbered.message,
        numbered.nth
    order by
        numbered.as_of nulls first,
        numbered.load_no,
        numbered.finding_no
)

/*
title = "需研究决定的事项"
finest = "community"
grain = "一行一周一个区划的一类事项的一件"
key = ["as_of", "decision_kind", "area_code", "subject_code"]
description = """
隐患点、防治工程、计划和数据问题中到了门槛、要请领导决定的；类别、门槛和要决定的事见 marts.decision_rule。
隐患点和项目在社区、街道、区(市)各列一行，其余只列到区(市)：同一级的才可并列，从不相加。"""
[columns]
actual = { title = "实际的数", note = "完成工程量、预计完成数、抽样数、变动后的总数" }
actual_of = { title = "实际的数的总数", note = "计划工程量，其余为空" }
expected = { title = "对照的数", note = "已支付投资、计划的最后一个数、调查总量、变动前的总数" }
expected_of = { title = "对照的数的总数", note = "批复投资，其余为空" }
*/

select
    as_of,
    decision_kind,
    area_code,
    subject_code,
    subject,
    responsible_unit,
    items,
    since_on,
    cast(null as date) as due_on,
    days_past,
    cast(null as bigint) as missed_weeks,
    cast(null as double) as actual,
    cast(null as double) as actual_of,
    cast(null as double) as expected,
    cast(null as double) as expected_of,
    threatened_persons,
    reference
from marts.decision_site

union all

select
    as_of,
    decision_kind,
    area_code,
    subject_code,
    subject,
    responsible_unit,
    items,
    since_on,
    cast(null as date) as due_on,
    days_past,
    cast(null as bigint) as missed_weeks,
    cast(completed_quantity as double) as actual,
    cast(planned_quantity as double) as actual_of,
    cast(paid_investment_yuan as double) as expected,
    cast(approved_investment_yuan as double) as expected_of,
    cast(null as bigint) as threatened_persons,
    cast(null as varchar) as reference
from marts.decision_work

union all

select
    as_of,
    decision_kind,
    area_code,
    subject_code,
    subject,
    responsible_unit,
    items,
    since_on,
    due_on,
    cast(null as bigint) as days_past,
    cast(null as bigint) as missed_weeks,
    actual,
    cast(null as double) as actual_of,
    expected,
    cast(null as double) as expected_of,
    cast(null as bigint) as threatened_persons,
    cast(null as varchar) as reference
from marts.decision_plan

union all

select
    as_of,
    decision_kind,
    area_code,
    subject_code,
    subject,
    responsible_unit,
    items,
    since_on,
    cast(null as date) as due_on,
    cast(null as bigint) as days_past,
    missed_weeks,
    actual,
    cast(null as double) as actual_of,
    expected,
    cast(null as double) as expected_of,
    cast(null as bigint) as threatened_persons,
    cast(null as varchar) as reference
from marts.decision_data

union all

select
    as_of,
    decision_kind,
    area_code,
    subject_code,
    subject,
    responsible_unit,
    items,
    since_on,
    cast(null as date) as due_on,
    cast(null as bigint) as days_past,
    still_weeks as missed_weeks,
    cast(null as double) as actual,
    cast(null as double) as actual_of,
    cast(null as double) as expected,
    cast(null as double) as expected_of,
    cast(null as bigint) as threatened_persons,
    cast(null as varchar) as reference
from marts.decision_standstill

/*
title = "普查经费预算按周状态"
grain = "一行一周一个区划的一个牵头部门"
key = ["as_of", "area_code", "department"]
description = """
每周两下两上、一评审各轮的金额；department = all 为该区划（全市为各区(市)之和）的合计。某一轮有部门没有填的，合计也照加已填的，
departments 与各轮部门数写明有几个。压减只比送审、评审都填了的部门。"""
[columns]
area_code = "区划代码"
department = { title = "牵头部门", note = "all 为合计" }
departments = { title = "部门数", unit = "个" }
declared_departments = { title = "已申报部门数", unit = "个" }
prereviewed_departments = { title = "已预审部门数", unit = "个" }
submitted_departments = { title = "已送审部门数", unit = "个" }
reviewed_departments = { title = "已评审部门数", unit = "个" }
approved_departments = { title = "已批复部门数", unit = "个" }
paired_submitted_yuan = { title = "已评审部门的送审数", unit = "元" }
cut_yuan = { title = "评审压减数", unit = "元", note = "送审数减评审核定数，只计两个数都填了的部门" }
budget_stage = { title = "预算走到的一步", note = "代码表 codes.budget_stage；全部部门都走到的最后一步，一步未走为空" }
*/

with

returns as (
    select
        unit_code,
        as_of,
        used_as_of
    from staging.unit_return
    where
        source = 'budget'
        and used_as_of is not null
),

ancestors as (
    select
        area_code,
        ancestor_code
    from staging.area_ancestor
),

entries as (
    select
        returns.as_of,
        budget.area_code,
        budget.department,
        budget.method_issued_on,
        budget.declared_yuan,
        budget.prereviewed_yuan,
        budget.submitted_yuan,
        budget.reviewed_yuan,
        budget.approved_yuan,
        budget.reviewed_on,
        budget.approved_on,
        case when budget.reviewed_yuan is not null then budget.submitted_yuan end as paired_submitted_yuan,
        budget.submitted_yuan - budget.reviewed_yuan as cut_yuan
    from staging.budget
    inner join returns
        on
            budget.unit_code = returns.unit_code
            and budget.used_as_of = returns.used_as_of
),

listed as (
    select
        as_of,
        area_code,
        department,
        method_issued_on,
        declared_yuan,
        prereviewed_yuan,
        submitted_yuan,
        reviewed_yuan,
        approved_yuan,
        reviewed_on,
        approved_on,
        paired_submitted_yuan,
        cut_yuan
    from entries

    union all

    select
        entries.as_of,
        ancestors.ancestor_code as area_code,
        'all' as department,
        entries.method_issued_on,
        entries.declared_yuan,
        entries.prereviewed_yuan,
        entries.submitted_yuan,
        entries.reviewed_yuan,
        entries.approved_yuan,
        entries.reviewed_on,
        entries.approved_on,
        entries.paired_submitted_yuan,
        entries.cut_yuan
    from entries
    inner join ancestors on entries.area_code = ancestors.area_code
),

summed as (
    select
        as_of,
        area_code,
        department,
        count(*) as departments,
        count(method_issued_on) as informed_departments,
        count(declared_yuan) as declared_departments,
        count(prereviewed_yuan) as prereviewed_departments,
        count(submitted_yuan) as submitted_departments,
        count(reviewed_yuan) as reviewed_departments,
        count(approved_yuan) as approved_departments,
        sum(cast(declared_yuan as decimal(38, 6))) as declared_yuan,
        sum(cast(prereviewed_yuan as decimal(38, 6))) as prereviewed_yuan,
        sum(cast(submitted_yuan as decimal(38, 6))) as submitted_yuan,
        sum(cast(reviewed_yuan as decimal(38, 6))) as reviewed_yuan,
        sum(cast(approved_yuan as decimal(38, 6))) as approved_yuan,
        sum(cast(paired_submitted_yuan as decimal(38, 6))) as paired_submitted_yuan,
        sum(cast(cut_yuan as decimal(38, 6))) as cut_yuan,
        max(method_issued_on) as method_issued_on,
        max(reviewed_on) as reviewed_on,
        max(approved_on) as approved_on
    from listed
    group by
        as_of,
        area_code,
        department
)

select
    as_of,
    area_code,
    department,
    departments,
    declared_departments,
    prereviewed_departments,
    submitted_departments,
    reviewed_departments,
    approved_departments,
    cast(declared_yuan as double) as declared_yuan,
    cast(prereviewed_yuan as double) as prereviewed_yuan,
    cast(submitted_yuan as double) as submitted_yuan,
    cast(reviewed_yuan as double) as reviewed_yuan,
    cast(approved_yuan as double) as approved_yuan,
    cast(paired_submitted_yuan as double) as paired_submitted_yuan,
    cast(cut_yuan as double) as cut_yuan,
    method_issued_on,
    reviewed_on,
    approved_on,
    case
        when approved_departments = departments then 'approved'
        when reviewed_departments = departments then 'reviewed'
        when submitted_departments = departments then 'submitted'
        when prereviewed_departments = departments then 'prereviewed'
        when declared_departments = departments then 'declared'
        when informed_departments = departments then 'method'
    end as budget_stage
from summed

/*
title = "本周变化：普查环节"
grain = "一行一周一个区(市)的一项变化"
key = ["as_of", "area_code", "kind", "subject_code"]
description = """
普查各环节本周做了多少：各任务比上周多出的数之和，新承担的任务从零算起，撤销的任务不扣；
因此与任务数变动（应查对象、承担任务的增减，见 marts.value_change）分得开。减少的列为累计数回落。
单位首次报送的那一周没有可比的上周，不列。"""
[columns]
area_code = "区(市)代码"
kind = { title = "变化类别", note = "代码表 codes.change_kind" }
metric = { title = "指标", note = "与之对应的指标，没有为空" }
subject_code = "变化事项代码"
subject = "变化事项"
quantity = { title = "变化数", note = "单位见 unit" }
unit = "单位"
previous = { title = "上周数", note = "单位见 unit" }
current = { title = "本周数", note = "单位见 unit" }
note = "说明"
*/

with

steps as (
    select
        code,
        title
    from codes.census_step
),

gains as (
    select
        as_of,
        area_code,
        cast(sum(collected_objects) as bigint) as collected_objects,
        cast(sum(proofread_objects) as bigint) as proofread_objects,
        cast(sum(inspected_objects) as bigint) as inspected_objects,
        cast(sum(corrected_objects) as bigint) as corrected_objects,
        cast(sum(submitted_objects) as bigint) as submitted_objects,
        cast(sum(collected_gain) as bigint) as collected_gain,
        cast(sum(proofread_gain) as bigint) as proofread_gain,
        cast(sum(inspected_gain) as bigint) as inspected_gain,
        cast(sum(corrected_gain) as bigint) as corrected_gain,
        cast(sum(submitted_gain) as bigint) as submitted_gain
    from marts.task_gain
    group by
        as_of,
        area_code
),

step_gains as (
    select
        gains.as_of,
        gains.area_code,
        steps.code as subject_code,
        steps.title as subject,
        case steps.code
            when 'collected' then 'census_collection_rate'
            when 'proofread' then 'census_proofreading_rate'
            when 'inspected' then 'census_inspection_rate'
            when 'corrected' then 'census_correction_pass_rate'
            when 'submitted' then 'census_submission_rate'
        end as metric,
        case steps.code
            when 'collected' then gains.collected_gain
            when 'proofread' then gains.proofread_gain
            when 'inspected' then gains.inspected_gain
            when 'corrected' then gains.corrected_gain
            when 'submitted' then gains.submitted_gain
        end as quantity,
        case steps.code
            when 'collected' then earlier.collected_objects
            when 'proofread' then earlier.proofread_objects
            when 'inspected' then earlier.inspected_objects
            when 'corrected' then earlier.corrected_objects
            when 'submitted' then earlier.submitted_objects
        end as previous,
        case steps.code
            when 'collected' then gains.collected_objects
            when 'proofread' then gains.proofread_objects
            when 'inspected' then gains.inspected_objects
            when 'corrected' then gains.corrected_objects
            when 'submitted' then gains.submitted_objects
        end as current
    from gains
    inner join gains as earlier
        on
            gains.as_of = earlier.as_of + 7
            and gains.area_code = earlier.area_code
    cross join steps
),

census_changes as (
    select
        as_of,
        area_code,
        case when quantity < 0 then 'fell' else 'done' end as kind,
        metric,
        subject_code,
        subject,
        quantity,
        '个' as unit,
        previous,
        current,
        cast(null as varchar) as note
    from step_gains
    where quantity <> 0
)

select
    as_of,
    area_code,
    kind,
    metric,
    subject_code,
    subject,
    cast(quantity as double) as quantity,
    unit,
    cast(previous as double) as previous,
    cast(current as double) as current,
    note
from census_changes

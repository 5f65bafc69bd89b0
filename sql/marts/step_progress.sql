/*
title = "普查环节进度"
audience = "public"
released = "只有按区划合计的数，没有单个对象"
grain = "一行一周一个区划（区(市)或全市）"
key = ["as_of", "area_code"]
description = """
应查、采集、校对、检验、退回修正、修正合格、合格、汇交各到多少，每一步还差多少，本周比上周多做多少（规则见 marts.task_gain）。
检验不合格的退回修正，修正后再检验，合格的计入合格数：合格 = 检验 − 退回 + 修正合格。包括目录中没有的任务。"""
[columns]
area_code = "行政区划代码"
uncollected_objects = { title = "应查未采集", unit = "个" }
unproofread_objects = { title = "已采集未校对", unit = "个" }
uninspected_objects = { title = "已校对未检验", unit = "个" }
uncorrected_objects = { title = "退回未修正合格", unit = "个" }
unsubmitted_objects = { title = "合格未汇交", unit = "个" }
assigned_tasks = { title = "承担任务数", unit = "项" }
completed_tasks = { title = "完成任务数", unit = "项" }
*/

with

gains as (
    select
        as_of,
        area_code,
        required_objects,
        collected_objects,
        proofread_objects,
        inspected_objects,
        returned_objects,
        corrected_objects,
        passed_objects,
        submitted_objects,
        completed_gain,
        collected_gain,
        proofread_gain,
        inspected_gain,
        corrected_gain,
        passed_gain,
        submitted_gain,
        is_completed,
        is_comparable,
        is_reported
    from marts.task_gain
),

ancestors as (
    select
        area_code,
        ancestor_code
    from staging.area_ancestor
)

select
    gains.as_of,
    ancestors.ancestor_code as area_code,
    count(*) as assigned_tasks,
    count(*) filter (where gains.is_completed) as completed_tasks,
    cast(sum(gains.required_objects) as bigint) as required_objects,
    cast(sum(gains.collected_objects) as bigint) as collected_objects,
    cast(sum(gains.proofread_objects) as bigint) as proofread_objects,
    cast(sum(gains.inspected_objects) as bigint) as inspected_objects,
    cast(sum(gains.returned_objects) as bigint) as returned_objects,
    cast(sum(gains.corrected_objects) as bigint) as corrected_objects,
    cast(sum(gains.passed_objects) as bigint) as passed_objects,
    cast(sum(gains.submitted_objects) as bigint) as submitted_objects,
    cast(sum(gains.required_objects - gains.collected_objects) as bigint) as uncollected_objects,
    cast(sum(gains.collected_objects - gains.proofread_objects) as bigint) as unproofread_objects,
    cast(sum(gains.proofread_objects - gains.inspected_objects) as bigint) as uninspected_objects,
    cast(sum(gains.returned_objects - gains.corrected_objects) as bigint) as uncorrected_objects,
    cast(sum(gains.passed_objects - gains.submitted_objects) as bigint) as unsubmitted_objects,
    cast(sum(gains.completed_gain) as bigint) as completed_gain,
    cast(sum(gains.collected_gain) as bigint) as collected_gain,
    cast(sum(gains.proofread_gain) as bigint) as proofread_gain,
    cast(sum(gains.inspected_gain) as bigint) as inspected_gain,
    cast(sum(gains.corrected_gain) as bigint) as corrected_gain,
    cast(sum(gains.passed_gain) as bigint) as passed_gain,
    cast(sum(gains.submitted_gain) as bigint) as submitted_gain,
    bool_and(gains.is_comparable) as is_comparable,
    bool_and(gains.is_reported) as is_reported
from gains
inner join ancestors on gains.area_code = ancestors.area_code
group by
    gains.as_of,
    ancestors.ancestor_code

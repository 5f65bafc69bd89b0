/*
title = "普查对象记录分布"
grain = "一行一个区划的一项任务"
key = ["area_code", "task_code"]
description = "由逐个对象的最新记录数出的现状，按报送的社区（待认领的按区(市)），供逐级下钻；不分周。"
[columns]
recorded_objects = { title = "记录对象数", unit = "个" }
collected_records = { title = "已采集", unit = "个" }
proofread_records = { title = "已校对", unit = "个" }
inspected_records = { title = "已检验", unit = "个" }
corrected_records = { title = "已修正", unit = "个" }
passed_records = { title = "检验合格", unit = "个", note = "检验结果为核查通过" }
unclaimed_records = { title = "其中：待认领", unit = "个" }
*/

with

records as (
    select
        area_code,
        task_code,
        collected_on,
        proofread_on,
        inspected_on,
        corrected_on,
        inspection_result,
        is_unclaimed
    from staging.census_record
)

select
    area_code,
    task_code,
    count(*) as recorded_objects,
    count(collected_on) as collected_records,
    count(proofread_on) as proofread_records,
    count(inspected_on) as inspected_records,
    count(corrected_on) as corrected_records,
    count(*) filter (where inspection_result = 'passed') as passed_records,
    count(*) filter (where is_unclaimed) as unclaimed_records
from records
group by
    area_code,
    task_code

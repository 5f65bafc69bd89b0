/*
title = "危房改造逐级进度"
grain = "一行一周一个区划的一类困难群体"
key = ["as_of", "area_code", "hardship_class"]
description = "marts.renovation_progress 逐级相加；hardship_class = all 为各类合计。台账没有计划户数，所以没有完成率。"
[columns]
area_code = "区划代码"
hardship_class = { title = "困难群体", note = "all 为合计" }
started_houses = { title = "实施户数", unit = "户" }
completed_houses = { title = "竣工户数", unit = "户" }
*/

with

progress as (
    select
        as_of,
        area_code,
        coalesce(hardship_class, 'unstated') as hardship_class,
        started_houses,
        completed_houses,
        subsidy_yuan
    from marts.renovation_progress
),

ancestors as (
    select
        area_code,
        ancestor_code
    from staging.area_ancestor
)

select
    progress.as_of,
    ancestors.ancestor_code as area_code,
    coalesce(progress.hardship_class, 'all') as hardship_class,
    cast(sum(progress.started_houses) as bigint) as started_houses,
    cast(sum(progress.completed_houses) as bigint) as completed_houses,
    cast(sum(cast(progress.subsidy_yuan as decimal(38, 6))) as double) as subsidy_yuan
from progress
inner join ancestors on progress.area_code = ancestors.area_code
group by grouping sets (
    (progress.as_of, ancestors.ancestor_code, progress.hardship_class),
    (progress.as_of, ancestors.ancestor_code)
)

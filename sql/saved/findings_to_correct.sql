/*
title = "待改正的问题"
description = "各单位还没有改正、也没有说明的问题，按单位、来源和规则计数，写明最早从哪一期起；催报、退回前看一遍。"
*/

select
    units.title as unit_title,
    source.title as source_title,
    finding_status.rule,
    rules.title as rule_title,
    finding_status.level,
    count(*) as findings,
    min(finding_status.first_as_of) as first_as_of,
    max(finding_status.as_of) as as_of
from marts.finding_status
inner join meta.source on finding_status.source = source.source
inner join codes.unit as units on finding_status.unit_code = units.code
left join codes.quality_rule as rules on finding_status.rule = rules.code
where
    finding_status.is_open
    and finding_status.next_as_of is null
group by
    units.title,
    units.sort,
    source.title,
    finding_status.rule,
    rules.title,
    finding_status.level
order by
    findings desc,
    units.sort asc,
    source.title asc,
    finding_status.rule asc

/*
title = "本周变化：隐患点"
grain = "一行一周一个区(市)的一项变化"
key = ["as_of", "area_code", "kind", "subject_code"]
description = """
按 marts.hazard_flow 的流量，逐大类列出新增、治理、销号、合并、重新在册、消失和更正调整。
新增、治理、销号的上周数和本周数是累计数，其余是在册存量；消失的应当核实。"""
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

flows as (
    select
        as_of,
        area_code,
        hazard_family,
        hazard_type,
        opening,
        added,
        reopened,
        reclassified,
        removed,
        merged,
        vanished,
        closing,
        newly_treated,
        found_sites,
        treated_sites,
        removed_sites
    from marts.hazard_flow
),

families as (
    select
        code,
        title
    from codes.hazard_family
),

family_flows as (
    select
        as_of,
        area_code,
        hazard_family,
        cast(sum(opening) as bigint) as opening,
        cast(sum(added) as bigint) as added,
        cast(sum(reopened) as bigint) as reopened,
        cast(sum(reclassified) as bigint) as reclassified,
        cast(sum(removed) as bigint) as removed,
        cast(sum(merged) as bigint) as merged,
        cast(sum(vanished) as bigint) as vanished,
        cast(sum(closing) as bigint) as closing,
        cast(sum(newly_treated) as bigint) as newly_treated,
        cast(sum(found_sites) as bigint) as found_sites,
        cast(sum(treated_sites) as bigint) as treated_sites,
        cast(sum(removed_sites) as bigint) as removed_sites
    from flows
    group by
        as_of,
        area_code,
        hazard_family
),

-- previous and current: the cumulative count for found, treated, removed; else the stock on the register.
flow_changes as (
    select
        flow.as_of,
        flow.area_code,
        kinds.kind,
        flow.hazard_family,
        case kinds.kind
            when 'found' then flow.added
            when 'treated' then flow.newly_treated
            when 'removed' then flow.removed
            when 'merged' then flow.merged
            when 'reopened' then flow.reopened
            when 'vanished' then flow.vanished
            when 'reclassified' then flow.reclassified
        end as quantity,
        case kinds.kind
            when 'found' then earlier.found_sites
            when 'treated' then earlier.treated_sites
            when 'removed' then earlier.removed_sites
            else flow.opening
        end as previous,
        case kinds.kind
            when 'found' then flow.found_sites
            when 'treated' then flow.treated_sites
            when 'removed' then flow.removed_sites
            else flow.closing
        end as current
    from family_flows as flow
    left join family_flows as earlier
        on
            flow.area_code = earlier.area_code
            and flow.hazard_family = earlier.hazard_family
            and flow.as_of = earlier.as_of + 7
    cross join (
        values ('found'), ('treated'), ('removed'), ('merged'), ('reopened'), ('vanished'), ('reclassified')
    ) as kinds (kind)
),

hazard_changes as (
    select
        flow_changes.as_of,
        flow_changes.area_code,
        flow_changes.kind,
        cast(null as varchar) as metric,
        flow_changes.hazard_family as subject_code,
        families.title as subject,
        flow_changes.quantity,
        '处' as unit,
        coalesce(flow_changes.previous, 0) as previous,
        flow_changes.current,
        cast(null as varchar) as note
    from flow_changes
    inner join families on flow_changes.hazard_family = families.code
    where flow_changes.quantity <> 0
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
from hazard_changes

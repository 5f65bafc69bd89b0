/*
title = "社区(村)韧性得分与名次（试算）"
grain = "一行一周一个已认领的社区(村)"
key = ["as_of", "place_code"]
description = """
试算，不是考核结果。得分是 marts.community_resilience 八项计入得分之和（满分 100），名次在全市当周有得分的社区(村)里排，并列同名次。
名次区间：逐项把权重加一半、减一半（其余不动），另把全市未报的项一律按 0 分、按 100 分各算一次，
连同原来的权重共十九种算法，取最好与最差的名次。资料不足的（已报各项权重合计不到 50）得分、名次为空。"""
[columns]
reported_weight_percent = { title = "已报各项的权重", unit = "%" }
resilience_score = { title = "韧性得分", unit = "分", note = "试算，满分 100；资料不足的为空" }
resilience_rank = { title = "韧性名次", note = "全市，1 为得分最高" }
best_rank = { title = "名次最好", note = "十九种算法中" }
worst_rank = { title = "名次最差", note = "十九种算法中" }
ranked_communities = { title = "参加排名的社区(村)数", unit = "个" }
*/

with

components as (
    select
        as_of,
        area_code,
        place_code,
        component,
        is_reported,
        component_score,
        weight_percent
    from marts.community_resilience
),

totals as (
    select
        as_of,
        place_code,
        min(area_code) as area_code,
        cast(sum(weight_percent * component_score) as bigint) as points,
        cast(coalesce(sum(weight_percent * component_score) filter (where is_reported), 0) as bigint) as known_points,
        cast(coalesce(sum(weight_percent) filter (where is_reported), 0) as bigint) as reported_weight_percent
    from components
    group by
        as_of,
        place_code
),

ranked_totals as (
    select
        as_of,
        place_code,
        points,
        known_points,
        reported_weight_percent
    from totals
    where reported_weight_percent >= 50
),

signs as (
    select
        ' more' as scenario,
        1 as sign
    union all
    select
        ' less' as scenario,
        -1 as sign
),

-- Doubled, so that half a weight leaves whole numbers: equal scores must stay equal.
scenarios as (
    select
        as_of,
        place_code,
        'stated' as scenario,
        2 * points as points
    from ranked_totals

    union all

    select
        as_of,
        place_code,
        'unreported lowest' as scenario,
        2 * known_points as points
    from ranked_totals

    union all

    select
        as_of,
        place_code,
        'unreported highest' as scenario,
        2 * known_points + 200 * (100 - reported_weight_percent) as points
    from ranked_totals

    union all

    select
        ranked_totals.as_of,
        ranked_totals.place_code,
        components.component || signs.scenario as scenario,
        2 * ranked_totals.points + signs.sign * components.weight_percent * components.component_score as points
    from ranked_totals
    inner join components
        on
            ranked_totals.as_of = components.as_of
            and ranked_totals.place_code = components.place_code
    cross join signs
),

placed as (
    select
        as_of,
        place_code,
        scenario,
        rank() over (partition by as_of, scenario order by points desc) as place,
        count(*) over (partition by as_of, scenario) as ranked_communities
    from scenarios
),

spans as (
    select
        as_of,
        place_code,
        max(place) filter (where scenario = 'stated') as resilience_rank,
        min(place) as best_rank,
        max(place) as worst_rank,
        max(ranked_communities) as ranked_communities
    from placed
    group by
        as_of,
        place_code
)

select
    totals.as_of,
    totals.area_code,
    totals.place_code,
    totals.reported_weight_percent,
    case when spans.place_code is not null then cast(totals.points * 0.01 as double) end as resilience_score,
    spans.resilience_rank,
    spans.best_rank,
    spans.worst_rank,
    spans.ranked_communities
from totals
left join spans
    on
        totals.as_of = spans.as_of
        and totals.place_code = spans.place_code

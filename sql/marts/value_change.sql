/*
title = "本周变化：指标值与分母"
grain = "一行一周一个区(市)的一项变化"
key = ["as_of", "area_code", "kind", "subject_code"]
description = """
按指标值与上周的差列出：计数指标的增减（累计数减少的列为累计数回落，在位数减少的列为减少），和比率指标分母的变动（任务数变动）。
按月报送的只在报来的那一周有变化，是一期的变化，说明里写上一期截至哪一天。列哪些指标、算哪类变化，写在这里。隐患点的变化见 marts.hazard_change。"""
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

values_now as (
    select
        value.metric,
        value.area_code,
        value.as_of,
        value.data_on,
        value.numerator,
        value.denominator
    from metrics.value
    inner join staging.area on value.area_code = area.area_code
    where area.area_level = 'district'
),

definitions as (
    select
        metric,
        title,
        unit
    from metrics.definition
),

-- Count metrics whose change is news: what kind of news an increase is, and a decrease.
-- What was once done stays done (fell); what is in place may cease to be (declined).
listed_counts as (
    select
        listed.metric,
        listed.kind,
        listed.kind_of_fall
    from (
        values
        ('census_tasks_completed', 'done', 'fell'),
        ('census_categories_completed', 'done', 'declined'),
        ('census_documents_delivered', 'done', 'fell'),
        ('river_length_improved_m', 'done', 'fell'),
        ('reservoirs_reinforced', 'done', 'fell'),
        ('works_investment_paid_yuan', 'done', 'fell'),
        ('house_renovations_started', 'done', 'fell'),
        ('house_renovations_completed', 'done', 'fell'),
        ('shelters', 'built', 'declined'),
        ('communities_with_shelters', 'built', 'declined'),
        ('communities_with_supplies', 'supplied', 'declined'),
        ('broadcast_installed_flash_flood_communities', 'installed', 'declined'),
        ('broadcast_compliant_flash_flood_communities', 'installed', 'declined')
    ) as listed (metric, kind, kind_of_fall)
),

-- Rates whose denominator is a task that somebody sets, with the name and unit of that denominator.
listed_denominators as (
    select
        listed.metric,
        listed.subject,
        listed.unit
    from (
        values
        ('census_collection_rate', '应查对象数', '个'),
        ('census_task_completion_rate', '承担普查任务数', '项'),
        ('river_regulation_completion_rate', '河道综合整治计划长度', '米'),
        ('reservoir_completion_rate', '水库塘坝除险加固计划座数', '座'),
        ('seawall_completion_rate', '海堤工程计划长度', '米'),
        ('supplies_coverage_rate', '社区(村)数', '个'),
        ('broadcast_installed_flash_flood_rate', '山洪危险区社区(村)数', '个')
    ) as listed (metric, subject, unit)
),

value_pairs as (
    select
        values_now.metric,
        values_now.area_code,
        values_now.as_of,
        earlier.numerator as previous_numerator,
        values_now.numerator,
        earlier.denominator as previous_denominator,
        values_now.denominator,
        case
            when earlier.data_on <= earlier.as_of - 7 then '比截至' || cast(earlier.data_on as varchar) || '的上一期'
        end as note
    from values_now
    inner join values_now as earlier
        on
            values_now.metric = earlier.metric
            and values_now.area_code = earlier.area_code
            and values_now.as_of = earlier.as_of + 7
),

count_changes as (
    select
        value_pairs.as_of,
        value_pairs.area_code,
        case
            when value_pairs.numerator < value_pairs.previous_numerator then listed_counts.kind_of_fall
            else listed_counts.kind
        end as kind,
        value_pairs.metric,
        value_pairs.metric as subject_code,
        definitions.title as subject,
        value_pairs.numerator - value_pairs.previous_numerator as quantity,
        definitions.unit,
        value_pairs.previous_numerator as previous,
        value_pairs.numerator as current,
        value_pairs.note
    from value_pairs
    inner join listed_counts on value_pairs.metric = listed_counts.metric
    inner join definitions on value_pairs.metric = definitions.metric
    where value_pairs.numerator <> value_pairs.previous_numerator
),

denominator_changes as (
    select
        value_pairs.as_of,
        value_pairs.area_code,
        'denominator' as kind,
        value_pairs.metric,
        value_pairs.metric as subject_code,
        listed_denominators.subject,
        value_pairs.denominator - value_pairs.previous_denominator as quantity,
        listed_denominators.unit,
        value_pairs.previous_denominator as previous,
        value_pairs.denominator as current,
        value_pairs.note
    from value_pairs
    inner join listed_denominators on value_pairs.metric = listed_denominators.metric
    where value_pairs.denominator <> value_pairs.previous_denominator
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
from count_changes

union all

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
from denominator_changes

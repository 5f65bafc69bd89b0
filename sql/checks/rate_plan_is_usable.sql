/*
title = "比率的计划能用"
level = "warn"
message = "比率的计划不能用：比率不能由各区(市)的计划相加或平均，须另给全市计划；百分率按 0–1 填写"
remedy = "为全市另行下达这项比率的计划，或改为下达分子的计划数；84% 填 0.84"
[columns]
problem = "问题"
*/

with

plans as (
    select
        plan.plan_as_of,
        plan.metric,
        plan.area_code,
        plan.planned,
        area.area_level,
        definition.unit,
        max(case when area.area_level = 'city' then 1 else 0 end) over (
            partition by plan.plan_as_of, plan.metric
        ) as city_plans
    from staging.plan
    inner join staging.area on plan.area_code = area.area_code
    inner join metrics.definition on plan.metric = definition.metric
    where definition.has_denominator
)

select
    plan_as_of,
    metric,
    case when city_plans = 0 then '全市没有计划' else '百分率大于 1' end as problem,
    min(area_code) as area_code,
    max(planned) as planned
from plans
where
    city_plans = 0
    or (unit = '%' and planned > 1)
group by
    plan_as_of,
    metric,
    city_plans
order by
    plan_as_of,
    metric

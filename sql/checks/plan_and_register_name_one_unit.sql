/*
title = "计划与台账的责任单位一致"
level = "warn"
message = "计划表的责任单位不是台账中这类工程的责任单位、这类隐患点的行业主管部门"
remedy = "请区(市)核对计划表与台账，统一用编办核定的名称；确是两家的，在计划表写牵头的一家"
[columns]
register_unit = "台账中的单位"
*/

with

-- What each plan is about, in the words of the ledgers.
subjects as (
    select
        listed.metric,
        listed.subject
    from (
        values
        ('river_length_improved_m', 'river_regulation'),
        ('river_regulation_completion_rate', 'river_regulation'),
        ('reservoirs_reinforced', 'reservoir_reinforcement'),
        ('reservoir_completion_rate', 'reservoir_reinforcement'),
        ('seawall_length_m', 'seawall'),
        ('seawall_completion_rate', 'seawall'),
        ('geohazard_sites_treated', 'geological'),
        ('geohazard_sites_removed', 'geological'),
        ('geohazard_treatment_rate', 'geological'),
        ('forest_fire_hazards_rectified', 'forest_fire'),
        ('forest_fire_rectification_rate', 'forest_fire')
    ) as listed (metric, subject)
),

newest as (
    select max(as_of) as as_of
    from staging.week
),

districts as (
    select
        area_code,
        district_code
    from staging.area
    where district_code is not null
),

registered as (
    select
        project_status.project_type as subject,
        project_status.area_code,
        project_status.responsible_unit as register_unit
    from marts.project_status
    inner join newest on project_status.as_of = newest.as_of

    union all

    select
        hazard_site.hazard_family as subject,
        hazard_site.area_code,
        hazard_site.sector_department as register_unit
    from marts.hazard_site
    where hazard_site.is_open
),

named as (
    select distinct
        registered.subject,
        districts.district_code,
        registered.register_unit
    from registered
    inner join districts on registered.area_code = districts.area_code
    where registered.register_unit is not null
),

planned as (
    select
        plan_compared.metric,
        plan_compared.area_code,
        plan_compared.responsible_unit,
        subjects.subject
    from marts.plan_compared
    inner join newest on plan_compared.as_of = newest.as_of
    inner join subjects on plan_compared.metric = subjects.metric
)

select
    planned.area_code,
    planned.metric,
    planned.responsible_unit,
    string_agg(named.register_unit, '、' order by named.register_unit) as register_unit
from planned
inner join named
    on
        planned.subject = named.subject
        and planned.area_code = named.district_code
left join named as agreed
    on
        planned.subject = agreed.subject
        and planned.area_code = agreed.district_code
        and planned.responsible_unit = agreed.register_unit
where agreed.register_unit is null
group by
    planned.area_code,
    planned.metric,
    planned.responsible_unit
order by
    planned.area_code,
    planned.metric

/*
title = "简报中的组织工作数"
grain = "一行一周一个区划的一个数"
key = ["bulletin_count", "area_code", "as_of"]
description = """
简报里不是进度的数：领导小组、普查办、会议、专业团队、清单各有多少，由各周所用的台账数出，供核数对照。
各数的名称、单位和说法见代码表 codes.bulletin_count。都是本级自己的数，不由下级相加。"""
[columns]
bulletin_count = "哪一个数"
area_code = "计入的区划代码"
amount = "数量"
*/

with

duties as (
    select
        as_of,
        area_code,
        duty_system,
        duty_role,
        member_kind,
        member_name,
        census_classes,
        staff_persons
    from marts.duty_roster
),

meetings as (
    select
        as_of,
        area_code,
        meeting_kind,
        participants_persons,
        experts_persons
    from marts.meeting_log
),

lists as (
    select
        as_of,
        area_code,
        list_kind
    from marts.work_list_item
),

classes as (
    select
        code,
        parent_code
    from codes.census_class
    where parent_code in ('hazard', 'exposure')
),

places as (
    select
        week.as_of,
        area.area_code,
        area.area_level
    from staging.week as week
    cross join staging.area as area
    where area.area_level in ('city', 'district')
),

-- Below, one row is one of what is counted, or the persons of one row.
duty_items as (
    select
        as_of,
        area_code,
        case
            when duty_system = 'leading_group' and duty_role = 'member' and member_kind = 'department'
                then 'leading_group_departments'
            when duty_system = 'leading_group' and duty_role = 'member' and member_kind = 'street'
                then 'leading_group_streets'
            when duty_system = 'leading_group' and duty_role = 'below' then 'districts_with_leading_group'
            when duty_system = 'duty_matrix' and duty_role = 'lead' then 'lead_departments'
            when duty_system = 'duty_matrix' and duty_role = 'participating' then 'participating_departments'
            when duty_system = 'census_office' then 'census_office_groups'
            when duty_system = 'technical_team' and duty_role = 'overall' then 'technical_lead_firms'
            when duty_system = 'technical_team' and duty_role = 'specialised' then 'technical_member_firms'
            when duty_role = 'force' then 'work_forces'
        end as bulletin_count,
        1 as amount
    from duties
),

team_items as (
    select
        as_of,
        area_code,
        'technical_firms' as bulletin_count,
        1 as amount
    from duties
    where duty_system = 'technical_team'
),

staff_items as (
    select
        as_of,
        area_code,
        case when duty_system = 'technical_team' then 'technical_staff' else 'grid_staff' end as bulletin_count,
        staff_persons as amount
    from duties
    where duty_system = 'technical_team' or member_name = '网格员'
),

guided_items as (
    select
        duties.as_of,
        duties.area_code,
        'guided_lead_departments' as bulletin_count,
        1 as amount
    from duties
    inner join places on duties.as_of = places.as_of and duties.area_code = places.area_code
    where duties.duty_system = 'duty_matrix' and duties.duty_role = 'lead' and places.area_level = 'city'
),

contracted as (
    select
        as_of,
        area_code,
        unnest(census_classes) as census_class
    from duties
    where duty_system = 'technical_team'
),

contracted_items as (
    select distinct
        contracted.as_of,
        contracted.area_code,
        'hazard_kinds_contracted' as bulletin_count,
        contracted.census_class as item
    from contracted
    inner join classes on contracted.census_class = classes.code
    where classes.parent_code = 'hazard'
),

office_items as (
    select distinct
        duties.as_of,
        city.area_code,
        'census_office_levels' as bulletin_count,
        places.area_level as item
    from duties
    inner join places on duties.as_of = places.as_of and duties.area_code = places.area_code
    inner join places as city on duties.as_of = city.as_of
    where duties.duty_system = 'census_office' and city.area_level = 'city'
),

list_kinds as (
    select distinct
        as_of,
        area_code,
        'work_lists' as bulletin_count,
        list_kind as item
    from lists
    where list_kind in ('task', 'shared')
),

catalogue as (
    select distinct
        case when classes.parent_code = 'hazard' then 'hazard_kinds' else 'exposure_classes' end as bulletin_count,
        task.census_class as item
    from staging.census_task as task
    inner join classes on task.census_class = classes.code
),

catalogue_items as (
    select
        places.as_of,
        places.area_code,
        catalogue.bulletin_count,
        catalogue.item
    from places
    cross join catalogue
),

hardship_items as (
    select
        places.as_of,
        places.area_code,
        'hardship_classes' as bulletin_count,
        hardship.code as item
    from places
    cross join codes.hardship_class as hardship
),

district_items as (
    select
        city.as_of,
        city.area_code,
        'districts' as bulletin_count,
        places.area_code as item
    from places
    inner join places as city on places.as_of = city.as_of
    where places.area_level = 'district' and city.area_level = 'city'
),

meeting_items as (
    select
        as_of,
        area_code,
        case
            when meeting_kind = 'dispatch' then 'dispatch_meetings'
            when meeting_kind = 'joint' then 'joint_meetings'
            when meeting_kind = 'training' then 'training_participants'
            when meeting_kind = 'budget_review' then 'review_experts'
        end as bulletin_count,
        case
            when meeting_kind = 'training' then participants_persons
            when meeting_kind = 'budget_review' then experts_persons
            else 1
        end as amount
    from meetings
),

list_items as (
    select
        as_of,
        area_code,
        case
            when list_kind = 'shared' then 'shared_data_items'
            when list_kind = 'merged' then 'merged_survey_fields'
            when list_kind = 'overall_scheme' then 'district_plans'
            when list_kind = 'detailed_scheme' then 'sector_rules'
        end as bulletin_count,
        1 as amount
    from lists
),

items as (
    select
        as_of,
        area_code,
        bulletin_count,
        amount
    from duty_items
    union all
    select
        as_of,
        area_code,
        bulletin_count,
        amount
    from team_items
    union all
    select
        as_of,
        area_code,
        bulletin_count,
        amount
    from staff_items
    union all
    select
        as_of,
        area_code,
        bulletin_count,
        amount
    from guided_items
    union all
    select
        as_of,
        area_code,
        bulletin_count,
        amount
    from meeting_items
    union all
    select
        as_of,
        area_code,
        bulletin_count,
        amount
    from list_items
    union all
    select
        as_of,
        area_code,
        bulletin_count,
        1 as amount
    from contracted_items
    union all
    select
        as_of,
        area_code,
        bulletin_count,
        1 as amount
    from office_items
    union all
    select
        as_of,
        area_code,
        bulletin_count,
        1 as amount
    from list_kinds
    union all
    select
        as_of,
        area_code,
        bulletin_count,
        1 as amount
    from catalogue_items
    union all
    select
        as_of,
        area_code,
        bulletin_count,
        1 as amount
    from hardship_items
    union all
    select
        as_of,
        area_code,
        bulletin_count,
        1 as amount
    from district_items
)

select
    as_of,
    area_code,
    bulletin_count,
    cast(sum(amount) as double) as amount
from items
where bulletin_count is not null and amount is not null
group by as_of, area_code, bulletin_count

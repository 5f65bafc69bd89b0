/*
title = "预算已批复的区(市)数"
audience = "analyst"
unit = "个"
direction = "up"
level = "district"
owner = "市普查办、市财政部门"
definition = """
普查经费预算表中全部牵头部门都已批复的区(市)计一个。来源有变动时才报，最近一期就是现状；没有报送过的单位不计，不作零。"""
phrase = "{numerator}个区(市)普查经费预算已批复"
changes = []
*/

select
    budget_status.area_code,
    budget_status.as_of,
    count(*) filter (where budget_status.budget_stage = 'approved') as numerator
from marts.budget_status
inner join staging.area on budget_status.area_code = area.area_code
where
    budget_status.department = 'all'
    and area.area_level = 'district'
group by
    budget_status.area_code,
    budget_status.as_of

/*
title = "灾害信息员人数"
unit = "人"
direction = "up"
level = "community"
owner = "市应急管理局"
definition = """
社区减灾能力调查表“灾害信息员人数”合计，未填的按 0 计。未按期报送的单位沿用上期。区划待认领的计入报送单位所在区(市)，不计入社区和镇(街道)。"""
phrase = "动员灾害信息员{numerator}名"
wordings = [
    "<动员>{numerator}(名|人)灾害信息员[等力量][参与普查工作]",
    "动员{grid_staff}(名|人)网格员、{numerator}(名|人)灾害信息员[等力量][参与普查工作]",
    "有灾害信息员{numerator}(名|人)",
    "<动员>灾害信息员{numerator}(名|人)",
]
zero_when_reported = true
changes = []

[rows]
from = "staging.community"
numerator = "r.information_officers"
cells = ["information_officers"]
*/

select
    area_code,
    as_of,
    cast(sum(information_officers) as bigint) as numerator
from marts.community_status
group by
    area_code,
    as_of

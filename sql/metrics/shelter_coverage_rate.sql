/*
title = "社区避难场所覆盖率"
unit = "%"
direction = "up"
level = "community"
owner = "市应急管理局"
definition = """
至少有一个社区避难场所（未撤销）的社区(村)数 ÷ 社区减灾能力调查表中能判断有无的社区(村)数。所在区(市)从未报过避难场所登记表的、待认领的社区(村)不能判断，不计入。未按期报送的单位沿用上期。"""
phrase = "{denominator}个社区(村)中{numerator}个建有避难场所"
planned_by = "communities_with_shelters"
changes = []

[rows]
from = "staging.community"
with = "marts.community_service"
on = ["as_of", "place_code"]
where = "r.is_claimed and m.has_shelter is not null"
numerator = "case when m.has_shelter then 1 else 0 end"
denominator = "1"
cells = ["area_code"]
*/

select
    area_code,
    as_of,
    count(*) filter (where has_shelter) as numerator,
    count(*) as denominator
from marts.community_service
where has_shelter is not null
group by
    area_code,
    as_of

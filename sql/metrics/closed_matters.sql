/*
title = "办结问题事项数"
audience = "analyst"
unit = "件"
direction = "up"
level = "district"
owner = "市普查办"
definition = """
问题事项台账中已办结的累计件数。全市为市级与各区(市)之和。来源有变动时才报，最近一期就是现状；没有报送过的单位不计，不作零。"""
phrase = "累计办结问题事项{numerator}件"
changes = []

[rows]
from = "staging.open_matter"
where = "not r.is_open"
cells = ["matter_state", "closed_on"]
*/

select
    area_code,
    as_of,
    count(*) filter (where not is_open) as numerator
from marts.matter_status
group by
    area_code,
    as_of

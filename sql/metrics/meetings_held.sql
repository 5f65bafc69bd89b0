/*
title = "召开会议次数"
audience = "analyst"
unit = "次"
direction = "none"
level = "district"
owner = "市普查办"
definition = """
会议活动台账中推进调度会、联席会议、专题会议、问题会商的累计次数；督导调研、培训、评审不计。全市为市级与各区(市)之和。来源有变动时才报，最近一期就是现状；没有报送过的单位不计，不作零。"""
phrase = "累计召开调度会、联席会议等{numerator}次"
changes = []

[rows]
from = "staging.meeting"
where = "r.meeting_group = 'meeting'"
cells = ["meeting_kind", "held_on"]
*/

select
    area_code,
    as_of,
    count(*) filter (where meeting_group = 'meeting') as numerator
from marts.meeting_log
group by
    area_code,
    as_of

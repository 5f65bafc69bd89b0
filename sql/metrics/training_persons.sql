/*
title = "业务培训参加人次"
audience = "analyst"
unit = "人次"
direction = "up"
level = "district"
owner = "市普查办"
definition = """
会议活动台账中业务培训的参加人数累计，同一人参加几次计几次；没有填人数的不计。全市为市级与各区(市)之和。来源有变动时才报，最近一期就是现状；没有报送过的单位不计，不作零。"""
phrase = "业务培训参加{numerator}人次"
changes = []

[rows]
from = "staging.meeting"
where = "r.meeting_group = 'training' and r.participants_persons is not null"
numerator = "r.participants_persons"
cells = ["meeting_kind", "participants_persons"]
*/

select
    area_code,
    as_of,
    cast(coalesce(sum(participants_persons) filter (where meeting_group = 'training'), 0) as bigint) as numerator
from marts.meeting_log
group by
    area_code,
    as_of

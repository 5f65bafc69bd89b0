/*
title = "距最近避难场所500米以内的常住人口占比"
unit = "%"
direction = "up"
level = "community"
owner = "市应急管理局"
definition = """
社区(村)代表点到最近一处避难场所（两类登记都看，撤销的不计，可跨区(市)）的直线距离在500米以内的社区(村)常住人口 ÷ 能量算的社区(村)常住人口。是直线距离，不是步行路程；没有坐标的和待认领的社区(村)不计入。未按期报送的单位沿用上期。"""
phrase = "能量算距离的社区常住人口{denominator}人，其中{numerator}人所在社区直线500米以内有避难场所"
changes = []

[rows]
from = "staging.community"
with = "marts.community_service"
on = ["as_of", "place_code"]
where = "r.is_claimed and m.distance_m is not null"
numerator = "case when m.distance_m <= 500 then r.residents_persons else 0 end"
denominator = "r.residents_persons"
cells = ["area_code", "residents_persons"]
*/

select
    area_code,
    as_of,
    cast(sum(case when distance_m <= 500 then residents_persons else 0 end) as bigint) as numerator,
    cast(sum(residents_persons) as bigint) as denominator
from marts.community_service
where distance_m is not null
group by
    area_code,
    as_of

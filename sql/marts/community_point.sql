/*
title = "已认领的社区(村)"
grain = "一行一周一个已认领的社区(村)"
key = ["as_of", "place_code"]
description = """
每周每个已认领社区(村)的代表点、人口、山洪危险区、应急物资和灾害信息员（marts.surveyed_community 中已认领的）；
未填的为空，不是 0。
没有坐标的也在内；待认领的不在内，见 marts.community_status。"""
*/

select
    as_of,
    unit_code,
    area_code,
    place_code,
    community_name,
    residents_persons,
    elderly_persons,
    households,
    is_flash_flood_zone,
    has_supplies,
    supplied_on,
    supplies_value_yuan,
    information_officers,
    is_demonstration_community,
    longitude,
    latitude
from marts.surveyed_community
where is_claimed

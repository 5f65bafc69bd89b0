/*
title = "山洪危险区预警广播安装率"
unit = "%"
direction = "up"
level = "community"
owner = "市应急管理局"
definition = """
已安装预警广播的山洪危险区社区(村)数 ÷ 山洪危险区全部社区(村)数。已安装：至少有一个未停用的预警广播终端。山洪危险区社区以该周所用的社区减灾能力调查表为准。区划待认领的终端不知属于哪个社区，不计入；待认领的社区计入区(市)的分母。未按期报送的单位沿用上期。"""
phrase = "山洪危险区社区{denominator}个，{numerator}个安装了预警广播"
wordings = [
    "山洪危险区社区{denominator}个",
]
target = 1.0
planned_by = "broadcast_installed_flash_flood_communities"
changes = []

[thresholds]
basis = "value"
green = 1.0
yellow = 0.9

[rows]
from = "staging.community"
with = "marts.terminal_status"
on = ["as_of", "place_code"]
where = "r.is_flash_flood_zone"
numerator = "case when m.is_broadcast_installed then 1 else 0 end"
denominator = "1"
cells = ["area_code", "is_flash_flood_zone"]
*/

select
    area_code,
    as_of,
    cast(sum(installed_flash_flood_communities) as bigint) as numerator,
    cast(sum(flash_flood_communities) as bigint) as denominator
from marts.broadcast_coverage
group by
    area_code,
    as_of

/*
title = "山洪危险区已安装预警广播的社区数"
unit = "个"
direction = "up"
level = "community"
owner = "市应急管理局"
definition = """
已安装：至少有一个未停用的预警广播终端。山洪危险区社区以该周所用的社区减灾能力调查表为准。区划待认领的终端不知属于哪个社区，不计入；待认领的社区计入区(市)的分母。未按期报送的单位沿用上期。"""
phrase = "在{numerator}个位于山洪危险区的社区安装预警广播"
wordings = [
    "[为]{numerator}个位于山洪危险区的社区安装预警广播",
    "[在]山洪危险区{numerator}个社区安装预警广播",
    "[在]{numerator}个山洪危险区社区安装预警广播",
    "山洪危险区安装预警广播的社区{numerator}个",
    "山洪危险区安装预警广播社区{numerator}个",
    "山洪危险区社区{}个，{numerator}个安装预警广播",
]
zero_when_reported = true
changes = []

[thresholds]
basis = "plan"
green = 1.0
yellow = 0.9

[rows]
from = "staging.community"
with = "marts.terminal_status"
on = ["as_of", "place_code"]
where = "r.is_flash_flood_zone and m.is_broadcast_installed"
cells = ["area_code", "is_flash_flood_zone"]
*/

select
    area_code,
    as_of,
    cast(sum(installed_flash_flood_communities) as bigint) as numerator
from marts.broadcast_coverage
group by
    area_code,
    as_of

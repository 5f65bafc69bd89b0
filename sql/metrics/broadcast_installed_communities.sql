/*
title = "已安装预警广播的社区数"
unit = "个"
direction = "up"
level = "community"
owner = "市应急管理局"
definition = """
已安装：至少有一个未停用的预警广播终端。不论是否位于山洪危险区，按终端登记表数，不以社区调查表为限。区划待认领的终端不知属于哪个社区，不计入。未按期报送的单位沿用上期。"""
phrase = "{numerator}个社区安装了预警广播"
wordings = [
    "在{numerator}个社区安装预警广播",
    "为{numerator}个社区安装预警广播",
    "安装预警广播的社区{numerator}个",
]
zero_when_reported = true
changes = []

[rows]
from = "staging.broadcast_terminal"
with = "marts.terminal_status"
on = ["as_of", "place_code"]
where = "r.is_installed and m.is_broadcast_installed"
each = ["place_code"]
cells = ["area_code", "terminal_status"]
*/

select
    area_code,
    as_of,
    count(*) as numerator
from marts.terminal_status
where is_broadcast_installed
group by
    area_code,
    as_of

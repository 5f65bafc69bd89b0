/*
title = "森林防火投资"
unit = "元"
direction = "none"
level = "community"
owner = "市林业部门"
definition = """
森林防火工程批复投资合计。简报“投资”未注明批复还是支付，本指标取批复数；已支付数见防治工程台账，两者不相加。未按期报送的单位沿用上期。区划待认领的计入报送单位所在区(市)，不计入社区和镇(街道)。"""
phrase = "批复投资{numerator}元用于森林防火"
wordings = [
    "投资{numerator}元用于森林防火",
    "投资{numerator}元用于森林防火监测预警、林火阻隔网、水灭火系统和防火队伍建设",
]
zero_when_reported = true
changes = []

[rows]
from = "staging.project"
where = "r.project_type = 'forest_fire_works'"
numerator = "r.approved_investment_yuan"
cells = ["project_type", "approved_investment_yuan"]
*/

select
    area_code,
    as_of,
    cast(sum(cast(approved_investment_yuan as decimal(38, 6))) as double) as numerator
from marts.project_progress
where project_type = 'forest_fire_works'
group by
    area_code,
    as_of

/*
title = "防治工程已支付投资"
unit = "元"
direction = "up"
level = "community"
owner = "市水务(水利)部门、市海洋部门、市林业部门"
definition = """
全部防治工程的已支付投资合计，与批复投资分列，从不相加。未按期报送的单位沿用上期。区划待认领的计入报送单位所在区(市)，不计入社区和镇(街道)。"""
phrase = "防治工程已支付投资{numerator}元"
wordings = [
    "<防治工程>已支付投资{numerator}元",
    "防治工程批复投资{}元，已支付{numerator}元",
]
zero_when_reported = true
changes = []

[rows]
from = "staging.project"
numerator = "r.paid_investment_yuan"
cells = ["paid_investment_yuan"]
*/

select
    area_code,
    as_of,
    cast(sum(cast(paid_investment_yuan as decimal(38, 6))) as double) as numerator
from marts.project_progress
group by
    area_code,
    as_of

/*
title = "防治工程投资支付率"
unit = "%"
direction = "up"
level = "community"
owner = "市水务(水利)部门、市海洋部门、市林业部门"
definition = """
已支付投资 ÷ 批复投资，只用两个数都填了的项目：一批项目的支付数不与另一批项目的批复数相除。未按期报送的单位沿用上期。区划待认领的计入报送单位所在区(市)，不计入社区和镇(街道)。"""
phrase = "防治工程批复投资{denominator}元，已支付{numerator}元"
wordings = [
    "<防治工程>[投资]支付率{value}%",
]
changes = []

[rows]
from = "staging.project"
where = "r.approved_investment_yuan is not null and r.paid_investment_yuan is not null"
numerator = "r.paid_investment_yuan"
denominator = "r.approved_investment_yuan"
cells = ["approved_investment_yuan", "paid_investment_yuan"]
*/

select
    area_code,
    as_of,
    cast(sum(cast(paired_paid_yuan as decimal(38, 6))) as double) as numerator,
    cast(sum(cast(paired_approved_yuan as decimal(38, 6))) as double) as denominator
from marts.project_progress
group by
    area_code,
    as_of

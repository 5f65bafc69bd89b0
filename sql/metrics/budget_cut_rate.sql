/*
title = "预算评审压减率"
audience = "analyst"
unit = "%"
direction = "none"
level = "district"
owner = "市普查办、市财政部门"
definition = """
(二上送审数 − 评审核定数) ÷ 二上送审数，只用两个数都填了的牵头部门。全市为已评审的各区(市)之和相除。来源有变动时才报，最近一期就是现状；没有报送过的单位不计，不作零。"""
phrase = "预算送审{denominator}元，评审压减{numerator}元"
wordings = [
    "[评审]压缩预算资金{value}%",
    "预算压减率{value}%",
    "评审压减率{value}%",
]
changes = []

[rows]
from = "staging.budget"
where = "r.submitted_yuan is not null and r.reviewed_yuan is not null"
numerator = "r.submitted_yuan - r.reviewed_yuan"
denominator = "r.submitted_yuan"
cells = ["submitted_yuan", "reviewed_yuan"]
*/

select
    area_code,
    as_of,
    cast(sum(cast(cut_yuan as decimal(38, 6))) as double) as numerator,
    cast(sum(cast(paired_submitted_yuan as decimal(38, 6))) as double) as denominator
from marts.budget_status
where
    department <> 'all'
    and cut_yuan is not null
group by
    area_code,
    as_of

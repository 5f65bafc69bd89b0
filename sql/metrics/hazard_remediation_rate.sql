/*
title = "隐患点治理率"
unit = "%"
direction = "up"
level = "community"
owner = "市自然资源部门、市林业部门、市水务(水利)部门"
definition = """
有完成日期的隐患点 ÷ 累计排查的隐患点，地质灾害隐患点、森林火灾隐患点、山洪危险区三类按处合计。
含已销号和已合并的；分类见各自的治理率。未按期报送的单位沿用上期。区划待认领的计入报送单位所在区(市)，不计入社区和镇(街道)。"""
phrase = "累计排查各类隐患点{denominator}处、完成治理{numerator}处"
wordings = [
    "<排查><各类隐患点>{denominator}(处|个)",
    "完成治理<各类隐患点>{numerator}(处|个)",
    "<各类隐患点>完成治理{numerator}(处|个)",
    "<各类隐患点>治理率{value}%",
]
target = 1.0
changes = []

[thresholds]
basis = "plan"
green = 1.0
yellow = 0.9

[rows]
from = "staging.hazard_site"
numerator = "case when r.is_treated then 1 else 0 end"
denominator = "1"
cells = ["treated_on"]
*/

select
    area_code,
    as_of,
    cast(sum(treated_sites) as bigint) as numerator,
    cast(sum(found_sites) as bigint) as denominator
from marts.hazard_progress
group by
    area_code,
    as_of

/*
title = "排查森林火灾隐患点数"
unit = "处"
direction = "none"
level = "community"
owner = "市林业部门"
definition = """
隐患点台账中森林火灾隐患点的累计处数，含已销号和已合并的；按处计，长度（公里）另计。未按期报送的单位沿用上期。区划待认领的计入报送单位所在区(市)，不计入社区和镇(街道)。"""
phrase = "累计排查森林火灾隐患点{numerator}处"
wordings = [
    "<排查><森林火灾隐患点>{numerator}(处|个)",
    "<排查>{numerator}(处|个)森林火灾隐患点",
]
zero_when_reported = true
changes = []

[rows]
from = "staging.hazard_site"
where = "r.hazard_family = 'forest_fire'"
cells = ["hazard_type"]
*/

select
    area_code,
    as_of,
    cast(sum(found_sites) as bigint) as numerator
from marts.hazard_progress
where hazard_family = 'forest_fire'
group by
    area_code,
    as_of

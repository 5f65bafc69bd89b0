/*
title = "所选地区的下一级，全部指标"
description = "$area、$asof 是绑定的参数，取自页首所选的地区和周；不用把代码和日期写进语句。"
*/

select
    area.area_name,
    definition.title,
    value.value,
    definition.unit
from metrics.value
inner join metrics.definition on value.metric = definition.metric
inner join staging.area on value.area_code = area.area_code
where
    area.parent_code = $area
    and value.as_of = $asof
order by
    definition.title,
    area.sort_key

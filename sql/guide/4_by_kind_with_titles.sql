/*
title = "按类别细分，代码换成名称"
description = "统计表（marts）一行是一个区划、一周、一个类别；代码的名称在同名的代码表（codes）里。"
*/

select
    kind.title,
    sum(progress.found_sites) as found_sites,
    sum(progress.treated_sites) as treated_sites
from marts.hazard_progress as progress
inner join codes.hazard_type as kind on progress.hazard_type = kind.code
where progress.as_of = $asof
group by
    kind.title,
    kind.sort
order by kind.sort

/*
title = "逾期隐患点清单"
description = "最新一周逾期未完成治理的隐患点，逾期久的在前，附责任单位和台账出处。"
*/

select
    area.area_name,
    families.title as hazard_family,
    overdue_site.site_id,
    overdue_site.site_name,
    overdue_site.due_on,
    overdue_site.days_overdue,
    overdue_site.threatened_persons,
    overdue_site.responsible_unit,
    overdue_site.file,
    overdue_site.sheet,
    overdue_site.row_no
from marts.overdue_site
inner join staging.area on overdue_site.area_code = area.area_code
left join codes.hazard_family as families on overdue_site.hazard_family = families.code
where overdue_site.as_of = (select max(week.as_of) from staging.week)
order by
    overdue_site.days_overdue desc,
    overdue_site.site_id asc

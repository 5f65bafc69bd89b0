/*
title = "隐患点不从台账中消失"
level = "warn"
message = "上周在册的隐患点本周不在台账中；台账是全量台账，销号、合并的也应保留"
remedy = "请报送单位把这些点补回台账，或填销号、合并"
*/

select
    hazard_site.site_id,
    hazard_site.site_name,
    hazard_site.unit_code,
    hazard_site.last_as_of,
    hazard_site.remediation_status
from marts.hazard_site
where
    not hazard_site.is_in_ledger
    and hazard_site.is_open
order by
    hazard_site.unit_code,
    hazard_site.site_id

/*
title = "已销号的点有销号时间"
level = "error"
message = "整改状态为已销号，但没有销号时间"
remedy = "退回报送单位补填销号时间和原因（规则 L4）"
*/

select
    as_of,
    site_id,
    unit_code,
    used_as_of,
    row_no
from staging.hazard_site
where
    remediation_status = 'closed'
    and removed_on is null
order by
    as_of,
    site_id

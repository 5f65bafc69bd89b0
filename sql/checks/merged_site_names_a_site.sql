/*
title = "合并的点并入了台账中的点"
level = "warn"
message = "并入的隐患点编号在台账中没有"
remedy = "请报送单位更正“并入隐患点编号”"
*/

select
    merged.site_id,
    merged.merged_into_id,
    merged.unit_code
from marts.hazard_site as merged
left join marts.hazard_site as target on merged.merged_into_id = target.site_id
where
    merged.remediation_status = 'merged'
    and target.site_id is null
order by merged.site_id

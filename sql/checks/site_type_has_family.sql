/*
title = "隐患类型有大类"
level = "error"
message = "隐患类型不属任何大类，指标会漏掉这些点"
remedy = "在 sql/codes/hazard_type.csv 的 parent_code 中补上大类"
*/

select distinct hazard_type
from staging.hazard_site
where hazard_family is null
order by hazard_type

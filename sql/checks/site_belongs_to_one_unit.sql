/*
title = "隐患点只由一个单位报送"
level = "warn"
message = "同一隐患点编号由几个单位报送，只取了最新的一期"
remedy = "请有关单位商定由谁报送；编号重复的改用市统一编号"
[columns]
other_unit_code = "另一报送单位代码"
*/

select
    site_id,
    min(unit_code) as unit_code,
    max(unit_code) as other_unit_code,
    max(as_of) as last_as_of
from raw.hazard_site
group by site_id
having min(unit_code) <> max(unit_code)
order by site_id

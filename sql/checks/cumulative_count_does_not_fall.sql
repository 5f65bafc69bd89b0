/*
title = "累计数不下降"
level = "warn"
message = "累计数比上周少"
remedy = "请报送单位说明原因，或更正（规则 T1）"
*/

select
    as_of,
    area_code,
    subject,
    previous,
    current,
    unit
from marts.week_change
where kind = 'fell'
order by
    as_of desc,
    area_code asc,
    subject asc

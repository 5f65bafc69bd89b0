/*
title = "分母没有变动"
level = "warn"
message = "本周分母有变动，比率的变化不全是工作量"
remedy = "请报送单位附任务调整的说明（规则 T2）"
*/

select
    as_of,
    area_code,
    subject,
    previous,
    current,
    unit
from marts.week_change
where
    kind = 'denominator'
    and as_of = (select max(week.as_of) from staging.week)
order by
    area_code,
    subject

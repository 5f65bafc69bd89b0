/*
title = "累计数不突增"
level = "warn"
message = "本周采集、校对、检验的增量超过以往各周增量中位数的三倍"
remedy = "请报送单位说明原因（规则 T1）"
*/

with

gains as (
    select
        as_of,
        area_code,
        subject_code,
        subject,
        quantity,
        unit
    from marts.week_change
    where
        kind = 'done'
        and subject_code in ('collected', 'proofread', 'inspected')
),

usual as (
    select
        area_code,
        subject_code,
        median(quantity) as median_quantity
    from gains
    where as_of < (select max(week.as_of) from staging.week)
    group by
        area_code,
        subject_code
    having count(*) >= 4
)

select
    gains.as_of,
    gains.area_code,
    gains.subject,
    gains.quantity,
    usual.median_quantity,
    gains.unit
from gains
inner join usual
    on
        gains.area_code = usual.area_code
        and gains.subject_code = usual.subject_code
where
    gains.quantity > 3 * usual.median_quantity
    and gains.as_of = (select max(week.as_of) from staging.week)
order by
    gains.area_code,
    gains.subject

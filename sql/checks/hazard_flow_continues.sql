/*
title = "隐患点期初等于上周期末"
level = "error"
message = "期初（除建账外）不等于上周期末"
remedy = "核对 sql/marts/hazard_flow.sql 和 staging.unit_return 的连续性"
[columns]
previous_closing = "上周期末在册"
carried = "本周期初在册（扣除首报基数）"
*/

with

flows as (
    select
        as_of,
        area_code,
        hazard_type,
        opening - baseline as carried,
        closing
    from marts.hazard_flow
),

last_week as (
    select max(as_of) as as_of
    from staging.week
),

earlier as (
    select
        flows.as_of + 7 as as_of,
        flows.area_code,
        flows.hazard_type,
        flows.closing
    from flows
    inner join last_week on flows.as_of < last_week.as_of
)

select
    coalesce(flows.as_of, earlier.as_of) as as_of,
    coalesce(flows.area_code, earlier.area_code) as area_code,
    coalesce(flows.hazard_type, earlier.hazard_type) as hazard_type,
    earlier.closing as previous_closing,
    flows.carried
from flows
full outer join earlier
    on
        flows.as_of = earlier.as_of
        and flows.area_code = earlier.area_code
        and flows.hazard_type = earlier.hazard_type
where coalesce(flows.carried, 0) <> coalesce(earlier.closing, 0)
order by
    as_of,
    area_code,
    hazard_type

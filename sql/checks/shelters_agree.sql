/*
title = "社区报的避难场所数与登记表一致"
level = "warn"
message = "社区减灾能力调查表的“本级避难场所数量”与避难场所登记表不一致"
remedy = "请区(市)核对两张表（规则 X1）"
[columns]
registered_shelters = "登记表中的避难场所数"
*/

with

reported as (
    select
        as_of,
        place_code,
        community_name,
        reported_shelters
    from marts.community_status
    where
        reported_shelters is not null
        and is_claimed
        and as_of = (select max(week.as_of) from staging.week)
),

registered as (
    select
        as_of,
        place_code,
        shelters
    from marts.shelter_status
    where shelter_register = 'community'
),

covered as (
    select distinct as_of
    from registered
)

select
    reported.as_of,
    reported.place_code,
    reported.community_name,
    reported.reported_shelters,
    coalesce(registered.shelters, 0) as registered_shelters
from reported
inner join covered on reported.as_of = covered.as_of
left join registered
    on
        reported.as_of = registered.as_of
        and reported.place_code = registered.place_code
where reported.reported_shelters <> coalesce(registered.shelters, 0)
order by reported.place_code

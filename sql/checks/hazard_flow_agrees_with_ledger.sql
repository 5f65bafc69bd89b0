/*
title = "隐患点期末等于台账在册"
level = "error"
message = "流量表的期末与台账中在册的点数不一致"
remedy = "核对 sql/marts/hazard_flow.sql 与 sql/marts/hazard_progress.sql"
*/

with

stocks as (
    select
        hazard_progress.as_of,
        coalesce(area.district_code, area.area_code) as area_code,
        hazard_progress.hazard_type,
        sum(hazard_progress.open_sites) as open_sites
    from marts.hazard_progress
    inner join staging.area on hazard_progress.area_code = area.area_code
    group by
        hazard_progress.as_of,
        coalesce(area.district_code, area.area_code),
        hazard_progress.hazard_type
),

flows as (
    select
        as_of,
        area_code,
        hazard_type,
        closing
    from marts.hazard_flow
)

select
    coalesce(stocks.as_of, flows.as_of) as as_of,
    coalesce(stocks.area_code, flows.area_code) as area_code,
    coalesce(stocks.hazard_type, flows.hazard_type) as hazard_type,
    stocks.open_sites,
    flows.closing
from stocks
full outer join flows
    on
        stocks.as_of = flows.as_of
        and stocks.area_code = flows.area_code
        and stocks.hazard_type = flows.hazard_type
where coalesce(stocks.open_sites, 0) <> coalesce(flows.closing, 0)
order by
    as_of,
    area_code,
    hazard_type

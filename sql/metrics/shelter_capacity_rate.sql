/*
title = "社区避难容量与常住人口之比"
unit = "%"
direction = "up"
level = "street"
owner = "市应急管理局"
definition = """
社区避难场所容纳人数 ÷ 社区减灾能力调查表的常住人口。只计社区避难场所，城市综合避难场所另行登记、不相加；撤销的不计，维修中的仍计。场所可供邻近社区使用，只统计到镇(街道)。从未报过避难场所登记表的区(市)不计入分子和分母。未按期报送的单位沿用上期。区划待认领的计入报送单位所在区(市)，不计入社区和镇(街道)。"""
phrase = "社区避难场所可容纳{numerator}人，常住人口{denominator}人"
changes = []
*/

with

capacity as (
    select
        area_code,
        as_of,
        shelter_capacity_persons
    from marts.shelter_status
    where shelter_register = 'community'
),

residents as (
    select
        area_code,
        as_of,
        residents_persons
    from marts.community_status
),

returns as (
    select
        units.area_code as district_code,
        unit_return.as_of
    from staging.unit_return
    inner join codes.unit as units on unit_return.unit_code = units.code
    where
        unit_return.source = 'shelter'
        and unit_return.used_as_of is not null
),

parts as (
    select
        area_code,
        as_of,
        shelter_capacity_persons,
        0 as residents_persons
    from capacity

    union all

    select
        residents.area_code,
        residents.as_of,
        0 as shelter_capacity_persons,
        residents.residents_persons
    from residents
    inner join returns
        on
            left(residents.area_code, 6) = returns.district_code
            and residents.as_of = returns.as_of
)

select
    coalesce(areas.street_code, areas.district_code) as area_code,
    parts.as_of,
    cast(sum(parts.shelter_capacity_persons) as bigint) as numerator,
    cast(sum(parts.residents_persons) as bigint) as denominator
from parts
inner join staging.area as areas on parts.area_code = areas.area_code
group by
    coalesce(areas.street_code, areas.district_code),
    parts.as_of

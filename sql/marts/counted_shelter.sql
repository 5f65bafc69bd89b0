/*
title = "计入的避难场所"
grain = "一行一周一处计入的避难场所"
key = ["as_of", "unit_code", "shelter_id"]
description = """
每周每处计入（未撤销）的避难场所，取该周所用的那期登记表。两类登记分开，从不相加。
人均有效面积的下限按避难时长取自代码表“避难时长”；没有填时长或有效面积的不判断。"""
[columns]
is_below_area_rule = { title = "人均有效面积是否低于下限", note = "空为不能判断" }
*/

with

returns as (
    select
        unit_code,
        as_of,
        used_as_of
    from staging.unit_return
    where source = 'shelter'
),

shelters as (
    select
        unit_code,
        used_as_of,
        area_code,
        place_code,
        is_claimed,
        shelter_id,
        shelter_name,
        shelter_register,
        shelter_duration,
        shelter_state,
        capacity_persons,
        site_area_m2,
        effective_area_m2,
        longitude,
        latitude
    from staging.shelter
    where is_counted
),

durations as (
    select
        code,
        cast(least_m2_per_head as double) as least_m2_per_head
    from codes.shelter_duration
)

select
    returns.as_of,
    shelters.unit_code,
    shelters.shelter_id,
    shelters.shelter_name,
    shelters.area_code,
    shelters.place_code,
    shelters.is_claimed,
    shelters.shelter_register,
    shelters.shelter_duration,
    shelters.shelter_state,
    shelters.capacity_persons,
    shelters.site_area_m2,
    shelters.effective_area_m2,
    shelters.effective_area_m2 < durations.least_m2_per_head * shelters.capacity_persons as is_below_area_rule,
    shelters.longitude,
    shelters.latitude
from shelters
inner join returns
    on
        shelters.unit_code = returns.unit_code
        and shelters.used_as_of = returns.used_as_of
left join durations on shelters.shelter_duration = durations.code

/*
title = "应急避难场所"
grain = "一行一期报送的一处避难场所"
rows_of = "shelter"
key = ["unit_code", "used_as_of", "shelter_id"]
description = """各期应急避难场所登记表。待认领的计入报送单位所在区(市)。
撤销的不计；维修中的仍计入。两类登记（社区、城市综合）从不相加。"""
[columns]
used_as_of = "所用报送的统计截至日期"
file = "来源文件"
sheet = "来源工作表"
row_no = "来源行号"
area_code = "计入的区划代码"
is_claimed = "是否已认领"
place_code = { title = "所在地代码", note = "按报送的社区(村)等代码；待认领的为报送单位所在区(市)" }
is_counted = { title = "是否计入", note = "撤销的不计" }
*/

with

areas as (
    select area_code
    from staging.area
),

units as (
    select
        code,
        area_code
    from codes.unit
)

select
    reported.unit_code,
    reported.as_of as used_as_of,
    reported._file as file,
    reported._sheet as sheet,
    cast(reported._row as bigint) as row_no,
    coalesce(areas.area_code, units.area_code) as area_code,
    case when reported._unclaimed is null then coalesce(reported.area_code, units.area_code) else units.area_code end
        as place_code,
    reported._unclaimed is null and reported.area_code is not null as is_claimed,
    reported.shelter_id,
    reported.shelter_name,
    reported.shelter_register,
    reported.shelter_class,
    reported.shelter_duration,
    reported.space_type,
    reported.site_area_m2,
    reported.effective_area_m2,
    reported.indoor_area_m2,
    reported.capacity_persons,
    reported.built_on,
    reported.shelter_state,
    coalesce(reported.shelter_state, 'in_use') <> 'closed' as is_counted,
    reported.longitude,
    reported.latitude
from raw.shelter as reported
left join units on reported.unit_code = units.code
left join areas
    on
        reported.area_code = areas.area_code
        and reported._unclaimed is null

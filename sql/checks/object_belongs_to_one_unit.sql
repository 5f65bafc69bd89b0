/*
title = "工程、场所、终端只由一个单位报送"
level = "warn"
message = "同一编号由几个单位报送，各计一次"
remedy = "请有关单位核对是否为同一对象；是则只由一家报送，不是则改编号"
[columns]
other_unit_code = "另一报送单位代码"
*/

with

objects as (
    select distinct
        'project' as source,
        project_id as object_id,
        unit_code
    from staging.project
    union
    select distinct
        'shelter' as source,
        shelter_id as object_id,
        unit_code
    from staging.shelter
    union
    select distinct
        'broadcast_terminal' as source,
        terminal_id as object_id,
        unit_code
    from staging.broadcast_terminal
    union
    select distinct
        'house_renovation' as source,
        renovation_id as object_id,
        unit_code
    from staging.house_renovation
)

select
    source,
    object_id,
    min(unit_code) as unit_code,
    max(unit_code) as other_unit_code
from objects
group by
    source,
    object_id
having count(*) > 1
order by
    source,
    object_id

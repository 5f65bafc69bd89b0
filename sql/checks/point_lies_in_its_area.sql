/*
title = "对象在所报区划之内"
level = "warn"
message = "经纬度落在所报区(市)或镇(街道)的界线外 600 米以上"
remedy = "请报送单位核对坐标和区划；权属有争议的写明（规则 S2、S3）"
*/

select
    source,
    unit_code,
    object_id,
    boundary_code,
    distance_m
from marts.point_outside
order by
    distance_m desc,
    source asc,
    unit_code asc,
    object_id asc,
    boundary_code asc

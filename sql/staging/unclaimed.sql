/*
title = "待认领行"
grain = "一行一期报送中一个区划不能认定的对象"
key = ["source", "unit_code", "used_as_of", "row_no"]
description = "各来源中区划代码缺失、不在登记表或不属报送单位的行，连同原因和出处。"
[columns]
source = "数据来源"
used_as_of = "所用报送的统计截至日期"
row_no = "来源行号"
object_id = "对象编号"
object_name = "对象名称"
reported_code = { title = "报送的区划代码", note = "空为未填" }
reason = "待认领原因"
file = "来源文件"
sheet = "来源工作表"
*/

select
    'hazard_site' as source,
    unit_code,
    as_of as used_as_of,
    cast(_row as bigint) as row_no,
    site_id as object_id,
    site_name as object_name,
    area_code as reported_code,
    _unclaimed as reason,
    _file as file,
    _sheet as sheet
from raw.hazard_site
where _unclaimed is not null

union all

select
    'project' as source,
    unit_code,
    as_of as used_as_of,
    cast(_row as bigint) as row_no,
    project_id as object_id,
    project_name as object_name,
    area_code as reported_code,
    _unclaimed as reason,
    _file as file,
    _sheet as sheet
from raw.project
where _unclaimed is not null

union all

select
    'shelter' as source,
    unit_code,
    as_of as used_as_of,
    cast(_row as bigint) as row_no,
    shelter_id as object_id,
    shelter_name as object_name,
    area_code as reported_code,
    _unclaimed as reason,
    _file as file,
    _sheet as sheet
from raw.shelter
where _unclaimed is not null

union all

select
    'broadcast_terminal' as source,
    unit_code,
    as_of as used_as_of,
    cast(_row as bigint) as row_no,
    terminal_id as object_id,
    terminal_name as object_name,
    area_code as reported_code,
    _unclaimed as reason,
    _file as file,
    _sheet as sheet
from raw.broadcast_terminal
where _unclaimed is not null

union all

select
    'community' as source,
    unit_code,
    as_of as used_as_of,
    cast(_row as bigint) as row_no,
    area_code as object_id,
    community_name as object_name,
    area_code as reported_code,
    _unclaimed as reason,
    _file as file,
    _sheet as sheet
from raw.community
where _unclaimed is not null

union all

select
    'house_renovation' as source,
    unit_code,
    as_of as used_as_of,
    cast(_row as bigint) as row_no,
    renovation_id as object_id,
    cast(null as varchar) as object_name,
    area_code as reported_code,
    _unclaimed as reason,
    _file as file,
    _sheet as sheet
from raw.house_renovation
where _unclaimed is not null

union all

select
    'census_record' as source,
    unit_code,
    as_of as used_as_of,
    cast(_row as bigint) as row_no,
    object_id,
    cast(null as varchar) as object_name,
    area_code as reported_code,
    _unclaimed as reason,
    _file as file,
    _sheet as sheet
from raw.census_record
where _unclaimed is not null

union all

select
    'census_return' as source,
    unit_code,
    as_of as used_as_of,
    cast(_row as bigint) as row_no,
    task_code as object_id,
    task_name as object_name,
    area_code as reported_code,
    _unclaimed as reason,
    _file as file,
    _sheet as sheet
from raw.census_return
where _unclaimed is not null

union all

select
    'sampling_check' as source,
    unit_code,
    as_of as used_as_of,
    cast(_row as bigint) as row_no,
    check_id as object_id,
    cast(null as varchar) as object_name,
    area_code as reported_code,
    _unclaimed as reason,
    _file as file,
    _sheet as sheet
from raw.sampling_check
where _unclaimed is not null

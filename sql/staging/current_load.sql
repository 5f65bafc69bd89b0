/*
title = "当前装载"
grain = "一行一个来源、一个报送单位的一期报送"
key = ["source", "unit_code", "as_of"]
description = """
每个来源、单位、统计截至日期仍为当前的那次装载。整表被退回（读到行、却一行也没有接收）的不算报送，
其单位沿用上一期；空表（没有可报的行）算报送。"""
*/

with

loads as (
    select
        load_no,
        loaded_at,
        source,
        unit_code,
        as_of,
        file,
        sheet,
        accepted,
        rejected,
        is_demo,
        load_state
    from meta.load
)

select
    source,
    unit_code,
    as_of,
    load_no,
    loaded_at,
    file,
    sheet,
    accepted,
    is_demo
from loads
where
    load_state = '当前'
    and source is not null
    and (accepted > 0 or rejected = 0)

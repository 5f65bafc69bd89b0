/*
title = "工程填了工程量"
level = "warn"
message = "工程没有填工程量，或计量单位与工程类型不符，不计入工程量指标"
remedy = "请报送单位补填：河道、海堤填米或公里，水库塘坝填座"
*/

select
    as_of,
    unit_code,
    project_id,
    project_name,
    project_type,
    quantity_unit,
    planned_quantity
from marts.project_status
where
    as_of = (select max(week.as_of) from staging.week)
    and project_type in ('river_regulation', 'seawall', 'reservoir_reinforcement')
    and (
        planned_quantity is null
        or quantity_unit is null
        or (project_type = 'reservoir_reinforcement') <> (quantity_unit = 'reservoirs')
        or (project_type in ('river_regulation', 'seawall')) <> (quantity_unit = 'm')
    )
order by
    unit_code,
    project_id

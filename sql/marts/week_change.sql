/*
title = "本周变化"
grain = "一行一周一个区(市)的一项变化"
key = ["as_of", "area_code", "kind", "subject_code"]
description = """
与上周相比发生的全部变化和报送情况，没有变化的不列；变化类别见代码表 change_kind。
分子的变化（工作完成）与分母的变化（任务数变动）分行。单位不同的行不相加。"""
*/

select
    as_of,
    area_code,
    kind,
    metric,
    subject_code,
    subject,
    quantity,
    unit,
    previous,
    current,
    note
from marts.census_change

union all

select
    as_of,
    area_code,
    kind,
    metric,
    subject_code,
    subject,
    quantity,
    unit,
    previous,
    current,
    note
from marts.value_change

union all

select
    as_of,
    area_code,
    kind,
    metric,
    subject_code,
    subject,
    quantity,
    unit,
    previous,
    current,
    note
from marts.hazard_change

union all

select
    as_of,
    area_code,
    kind,
    metric,
    subject_code,
    subject,
    quantity,
    unit,
    previous,
    current,
    note
from marts.return_change

/*
title = "用中文名写"
description = "模式 cn 里每张表有一个视图，表名、列名都是中文，不用加引号。"
*/

select
    区划.区划名称,
    指标值.分子,
    指标值.分母,
    指标值.值
from cn.指标值
inner join cn.行政区划 as 区划 on 指标值.行政区划代码 = 区划.行政区划代码
where
    指标值.指标 = 'geohazard_treatment_rate'
    and 区划.级别 = 'district'
    and 指标值.统计截至日期 = $asof
order by 区划.区划次序

/*
title = "找一列在哪张表"
description = "库自己说明自己：表在 meta.table，列在 meta.column，指标在 metrics.definition，本版不含的在 meta.withheld；它们也有中文名的视图。"
*/

select
    列字典.模式名,
    列字典.表名,
    列字典.列名,
    列字典.名称,
    列字典.单位,
    列字典.说明
from cn.列字典
where 列字典.名称 like '%社区%'
order by
    列字典.模式名,
    列字典.表名,
    列字典.列序号

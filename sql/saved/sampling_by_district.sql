/*
title = "抽样核查的比例和差错率"
description = "所选周各地各级抽样核查：抽了多少、差错率多少、印发的差错率折合多少错误；抽样比例低的在前，规则是不低于 10%。"
*/

select
    area.area_name,
    levels.title as check_level,
    sampling_progress.checks,
    sampling_progress.sampled_objects,
    sampling_progress.surveyed_objects,
    sampling_progress.sampled_objects / nullif(sampling_progress.surveyed_objects, 0) as 抽样比例,
    sampling_progress.wrong_indicators,
    sampling_progress.checked_indicators,
    sampling_progress.wrong_indicators / nullif(sampling_progress.checked_indicators, 0) as 差错率,
    sampling_progress.printed_apart_checks,
    sampling_progress.printed_wrong_indicators,
    sampling_progress.printed_recounted_indicators
from marts.sampling_progress
inner join staging.area on sampling_progress.area_code = area.area_code
inner join staging.area_ancestor on sampling_progress.area_code = area_ancestor.area_code
inner join codes.check_level as levels on sampling_progress.check_level = levels.code
where
    sampling_progress.as_of = $asof
    and area_ancestor.ancestor_code = $area
order by
    抽样比例 asc nulls last,
    area.sort_key asc,
    levels.sort asc

/*
title = "最该先补短板的社区"
description = "所选地区受威胁而缺项的社区(村)，按短板位次；各缺项列出是否，空为未报。位次是试算。"
*/

select
    community_gap.gap_rank,
    districts.area_name as 区市,
    community_gap.place_code,
    community_gap.community_name,
    community_gap.residents_persons,
    community_gap.threat_kinds,
    community_gap.lacks_broadcast,
    community_gap.lacks_near_shelter,
    community_gap.lacks_shelter,
    community_gap.lacks_supplies,
    community_gap.lacks_officers,
    community_gap.lacks,
    community_gap.unknown_lacks
from marts.community_gap
inner join staging.area on community_gap.area_code = area.area_code
inner join staging.area_ancestor on community_gap.area_code = area_ancestor.area_code
left join staging.area as districts on area.district_code = districts.area_code
where
    community_gap.as_of = $asof
    and area_ancestor.ancestor_code = $area
    and community_gap.threat_kinds > 0
    and community_gap.lacks > 0
order by community_gap.gap_rank asc

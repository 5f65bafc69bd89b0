/*
title = "最近的避难场所"
grain = "一行一周一个已认领的社区(村)"
key = ["as_of", "place_code"]
description = """
每周每个社区(村)代表点到最近一处计入的避难场所（两类登记都看）的直线距离，不是步行路程；跨区(市)也算。
社区没有坐标或当周没有可用的避难场所时为空。先在相邻网格（0.05 度）里找：3 公里以内的一定找得到；
找不到的再与当时已有的全部场所比。从未撤销而又更近的场所在先时，更远的不再逐周比较。"""
[columns]
nearest_unit_code = { title = "最近避难场所的报送单位" }
nearest_shelter_id = { title = "最近避难场所编号" }
distance_m = { title = "直线距离", unit = "米", note = "代表点到场所，球面大圆距离，四舍五入到米" }
distance_band = { title = "直线距离分档" }
*/

with

communities as (
    select
        as_of,
        place_code,
        longitude,
        latitude
    from marts.community_point
    where
        longitude is not null
        and latitude is not null
),

shelters as (
    select
        as_of,
        unit_code,
        shelter_id,
        longitude,
        latitude
    from marts.counted_shelter
    where
        longitude is not null
        and latitude is not null
),

newest as (
    select max(as_of) as as_of
    from staging.week
),

homes as (
    select
        place_code,
        longitude,
        latitude,
        cast(floor(longitude * 20) as integer) as cell_x,
        cast(floor(latitude * 20) as integer) as cell_y
    from communities
    group by
        place_code,
        longitude,
        latitude
),

-- A site once there is usually there to stay: it shadows every farther one that came no earlier.
sites as (
    select
        shelters.unit_code,
        shelters.shelter_id,
        shelters.longitude,
        shelters.latitude,
        cast(floor(shelters.longitude * 20) as integer) as cell_x,
        cast(floor(shelters.latitude * 20) as integer) as cell_y,
        min(shelters.as_of) as first_week,
        max(shelters.as_of) = max(newest.as_of)
        and count(*) * 7 = max(shelters.as_of) - min(shelters.as_of) + 7 as is_lasting
    from shelters
    cross join newest
    group by
        shelters.unit_code,
        shelters.shelter_id,
        shelters.longitude,
        shelters.latitude
),

steps as (
    select -1 as step
    union all
    select 0 as step
    union all
    select 1 as step
),

around as (
    select
        homes.place_code,
        homes.longitude,
        homes.latitude,
        homes.cell_x + east.step as cell_x,
        homes.cell_y + north.step as cell_y
    from homes
    cross join steps as east
    cross join steps as north
),

near_pairs as (
    select
        around.place_code,
        around.longitude,
        around.latitude,
        sites.unit_code,
        sites.shelter_id,
        sites.longitude as site_longitude,
        sites.latitude as site_latitude,
        sites.first_week,
        sites.is_lasting
    from around
    inner join sites
        on
            around.cell_x = sites.cell_x
            and around.cell_y = sites.cell_y
),

near_measured as (
    select
        place_code,
        longitude,
        latitude,
        unit_code,
        shelter_id,
        site_longitude,
        site_latitude,
        first_week,
        is_lasting,
        2 * 6371008.8 * asin(least(1.0, sqrt(
            power(sin(radians(site_latitude - latitude) * 0.5), 2)
            + cos(radians(latitude)) * cos(radians(site_latitude))
            * power(sin(radians(site_longitude - longitude) * 0.5), 2)
        ))) as distance_m
    from near_pairs
),

near_open as (
    select
        near_measured.place_code,
        near_measured.longitude,
        near_measured.latitude,
        shelters.as_of
    from near_measured
    inner join shelters
        on
            near_measured.unit_code = shelters.unit_code
            and near_measured.shelter_id = shelters.shelter_id
            and near_measured.site_longitude = shelters.longitude
            and near_measured.site_latitude = shelters.latitude
    where near_measured.distance_m <= 3000
    group by
        near_measured.place_code,
        near_measured.longitude,
        near_measured.latitude,
        shelters.as_of
),

-- The last week in which a community had nothing within reach of the neighbouring cells.
remote as (
    select
        communities.place_code,
        communities.longitude,
        communities.latitude,
        max(communities.as_of) as last_week
    from communities
    left join near_open
        on
            communities.place_code = near_open.place_code
            and communities.longitude = near_open.longitude
            and communities.latitude = near_open.latitude
            and communities.as_of = near_open.as_of
    where near_open.as_of is null
    group by
        communities.place_code,
        communities.longitude,
        communities.latitude
),

measured as (
    select
        place_code,
        longitude,
        latitude,
        unit_code,
        shelter_id,
        site_longitude,
        site_latitude,
        first_week,
        is_lasting,
        distance_m
    from near_measured
    where distance_m <= 3000

    union all

    select
        remote.place_code,
        remote.longitude,
        remote.latitude,
        sites.unit_code,
        sites.shelter_id,
        sites.longitude as site_longitude,
        sites.latitude as site_latitude,
        sites.first_week,
        sites.is_lasting,
        2 * 6371008.8 * asin(least(1.0, sqrt(
            power(sin(radians(sites.latitude - remote.latitude) * 0.5), 2)
            + cos(radians(remote.latitude)) * cos(radians(sites.latitude))
            * power(sin(radians(sites.longitude - remote.longitude) * 0.5), 2)
        ))) as distance_m
    from remote
    inner join sites on remote.last_week >= sites.first_week
),

ranked as (
    select
        place_code,
        longitude,
        latitude,
        unit_code,
        shelter_id,
        site_longitude,
        site_latitude,
        first_week,
        distance_m,
        row_number() over (
            partition by
                place_code,
                longitude,
                latitude
            order by
                distance_m,
                unit_code,
                shelter_id,
                first_week
        ) as place,
        min(case when is_lasting then first_week end) over (
            partition by
                place_code,
                longitude,
                latitude
            order by
                distance_m,
                unit_code,
                shelter_id,
                first_week
            rows between unbounded preceding and 1 preceding
        ) as shadowed_from
    from measured
),

candidates as (
    select
        place_code,
        longitude,
        latitude,
        unit_code,
        shelter_id,
        site_longitude,
        site_latitude,
        distance_m,
        place
    from ranked
    where
        shadowed_from is null
        or first_week < shadowed_from
),

chosen as (
    select
        communities.as_of,
        communities.place_code,
        communities.longitude,
        communities.latitude,
        min(candidates.place) as place
    from communities
    inner join candidates
        on
            communities.place_code = candidates.place_code
            and communities.longitude = candidates.longitude
            and communities.latitude = candidates.latitude
    inner join shelters
        on
            communities.as_of = shelters.as_of
            and candidates.unit_code = shelters.unit_code
            and candidates.shelter_id = shelters.shelter_id
            and candidates.site_longitude = shelters.longitude
            and candidates.site_latitude = shelters.latitude
    group by
        communities.as_of,
        communities.place_code,
        communities.longitude,
        communities.latitude
),

found as (
    select
        chosen.as_of,
        chosen.place_code,
        candidates.unit_code,
        candidates.shelter_id,
        cast(round(candidates.distance_m) as bigint) as distance_m
    from chosen
    inner join candidates
        on
            chosen.place_code = candidates.place_code
            and chosen.longitude = candidates.longitude
            and chosen.latitude = candidates.latitude
            and chosen.place = candidates.place
),

bands as (
    select
        code,
        cast(lower_m as bigint) as lower_m,
        cast(upper_m as bigint) as upper_m
    from codes.distance_band
)

select
    every_community.as_of,
    every_community.area_code,
    every_community.place_code,
    found.unit_code as nearest_unit_code,
    found.shelter_id as nearest_shelter_id,
    found.distance_m,
    coalesce(bands.code, 'unmeasured') as distance_band
from marts.community_point as every_community
left join found
    on
        every_community.as_of = found.as_of
        and every_community.place_code = found.place_code
left join bands
    on
        found.distance_m > bands.lower_m
        and found.distance_m <= bands.upper_m

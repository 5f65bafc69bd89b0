"""The SQL of the roll-up (rollup.py), over temporary tables that it prepares."""

# Every area with its level (0 city .. 3 community) and the area whose units cover it.
AREA_COVER = """
create temp table area_cover as
select
    a.area_code,
    l.level_no,
    case when a.area_level = 'city' then a.area_code else a.district_code end as cover_code
from staging.area as a
inner join (values {levels}) as l (area_level, level_no) on a.area_level = l.area_level
"""

# A district unit covers its district and every area above it.
DISTRICT_COVERAGE = """
insert into temp.coverage
with unit_week as (
    select
        r.unit_code,
        r.as_of,
        count(*) filter (where r.is_reported) = $3 as is_reported,
        count(r.used_as_of) = $3 as is_known
    from staging.unit_return as r
    where list_contains($2, r.source)
    group by r.unit_code, r.as_of
),
unit_cover as (
    select
        u.code as unit_code,
        x.ancestor_code as cover_code
    from codes.unit as u
    inner join staging.area_ancestor as x on u.area_code = x.area_code
    where u.kind = 'district'
)
select
    $1 as source_set,
    c.cover_code,
    w.as_of,
    count(*) filter (where coalesce(r.is_reported, false)) as units_reported,
    count(*) filter (where coalesce(r.is_known, false)) as units_known,
    count(*) as units_expected
from unit_cover as c
cross join staging.week as w
left join unit_week as r on c.unit_code = r.unit_code and w.as_of = r.as_of
group by c.cover_code, w.as_of
"""

# A source that only the city delivers: one return is expected everywhere.
CITY_COVERAGE = """
insert into temp.coverage
with source_week as (
    select
        r.source,
        r.as_of,
        bool_or(r.is_reported) as is_reported,
        bool_or(r.used_as_of is not null) as is_known
    from staging.unit_return as r
    where list_contains($2, r.source)
    group by r.source, r.as_of
)
select
    $1 as source_set,
    a.cover_code,
    w.as_of,
    cast(count(*) filter (where s.is_reported) = $3 as bigint) as units_reported,
    cast(count(*) filter (where s.is_known) = $3 as bigint) as units_known,
    1 as units_expected
from (select distinct cover_code from temp.area_cover) as a
cross join staging.week as w
left join source_week as s on w.as_of = s.as_of
group by a.cover_code, w.as_of
"""

# Fed by the register and catalogues alone: nothing is waited for.
REGISTER_COVERAGE = """
insert into temp.coverage
select
    $1 as source_set,
    a.cover_code,
    w.as_of,
    1 as units_reported,
    1 as units_known,
    1 as units_expected
from (select distinct cover_code from temp.area_cover) as a
cross join staging.week as w
"""

# A part coarser than the level is an object placed no finer (待认领: its district alone is known).
BAD_PARTS = """
select p.metric, p.area_code, p.as_of, '区划代码或周为空' as fault
from temp.metric_part as p
where p.area_code is null or p.as_of is null
union all
select p.metric, p.area_code, p.as_of, '分子为空'
from temp.metric_part as p
where p.numerator is null
union all
select p.metric, p.area_code, p.as_of, '分子或分母不是有限的数，或大得无法精确相加'
from temp.metric_part as p
where not isfinite(p.numerator) or not isfinite(p.denominator)
    or (p.exact_numerator is null and p.numerator is not null)
    or (p.exact_denominator is null and p.denominator is not null)
union all
select p.metric, p.area_code, p.as_of, '区划不在 staging.area 中'
from temp.metric_part as p
where p.area_code is not null
    and p.area_code not in (select a.area_code from temp.area_cover as a)
union all
select p.metric, p.area_code, p.as_of, '区划级别比说明中的 level 更细'
from temp.metric_part as p
inner join temp.metric_facts as m on p.metric = m.metric
inner join temp.area_cover as a on p.area_code = a.area_code
where a.level_no > m.level_no
union all
select p.metric, p.area_code, p.as_of, '不是 staging.week 中的周'
from temp.metric_part as p
where p.as_of is not null and p.as_of not in (select w.as_of from staging.week as w)
union all
select p.metric, p.area_code, p.as_of, '同一区划同一周有 ' || count(*) || ' 行'
from temp.metric_part as p
where p.area_code is not null and p.as_of is not null
group by p.metric, p.area_code, p.as_of
having count(*) > 1
order by all
limit 1000
"""

# A denominator missing in one part is missing in the sum: without the total there is no percentage.
ROLL_UP = """
with own as (
    select
        p.metric,
        coalesce(x.ancestor_code, p.area_code) as area_code,
        p.as_of,
        p.numerator,
        p.denominator,
        p.exact_numerator,
        p.exact_denominator
    from temp.metric_part as p
    inner join temp.metric_facts as m on p.metric = m.metric
    left join staging.area_ancestor as x on m.additive and p.area_code = x.area_code
),
summed as (
    select
        metric,
        area_code,
        as_of,
        case
            when count(*) = 1 then max(numerator)
            else cast(sum(exact_numerator) as double)
        end as numerator,
        case
            when count(denominator) < count(*) then null
            when count(*) = 1 then max(denominator)
            else cast(sum(exact_denominator) as double)
        end as denominator
    from own
    group by metric, area_code, as_of
),
nothing_to_report as (
    select
        m.metric,
        a.area_code,
        c.as_of,
        cast(0 as double) as numerator,
        case when m.has_denominator then cast(0 as double) end as denominator
    from temp.metric_facts as m
    inner join temp.area_cover as a on a.level_no <= m.level_no
    inner join temp.coverage as c
        on m.source_set = c.source_set and a.cover_code = c.cover_code and c.units_known > 0
    anti join summed as s
        on m.metric = s.metric and a.area_code = s.area_code and c.as_of = s.as_of
    where m.zero_when_reported and m.additive
),
rolled as (
    select * from summed
    union all
    select * from nothing_to_report
)
select
    r.metric,
    r.area_code,
    r.as_of,
    r.numerator,
    r.denominator,
    case
        when not m.has_denominator then r.numerator
        when r.denominator <> 0 and isfinite(r.numerator / r.denominator)
            then r.numerator / r.denominator
    end as value,
    coalesce(c.units_reported, 0) as units_reported,
    coalesce(c.units_expected, 0) as units_expected
from rolled as r
inner join temp.metric_facts as m on r.metric = m.metric
inner join temp.area_cover as a on r.area_code = a.area_code
left join temp.coverage as c
    on m.source_set = c.source_set and a.cover_code = c.cover_code and r.as_of = c.as_of
order by r.metric, r.area_code, r.as_of
"""

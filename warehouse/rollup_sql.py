"""The SQL of the roll-up (rollup.py), over temporary tables that it prepares."""

# Every area with its number in the order of its code (numbers join and sort faster than codes), its
# level (0 city .. 3 community) and the area whose units cover it.
AREA_COVER = """
create temp table area_cover as
select
    a.area_code,
    row_number() over (order by a.area_code) as area_no,
    l.level_no,
    case when a.area_level = 'city' then a.area_code else a.district_code end as cover_code
from staging.area as a
inner join (values {levels}) as l (area_level, level_no) on a.area_level = l.area_level
"""

# Every area that an area adds to, itself included; level_no is that of the area that adds.
AREA_LINE = """
create temp table area_line as
select
    c.area_no,
    c.level_no,
    u.area_no as ancestor_no
from staging.area_ancestor as x
inner join temp.area_cover as c on x.area_code = c.area_code
inner join temp.area_cover as u on x.ancestor_code = u.area_code
"""

# A district unit covers its district and every area above it. What it says reaches as far as the
# oldest of its returns does; owing one is no excuse: it is judged by the week.
DISTRICT_COVERAGE = """
insert into temp.coverage
with unit_week as (
    select
        r.unit_code,
        r.as_of,
        count(*) filter (where r.is_reported) = $3 as is_reported,
        count(r.used_as_of) = $3 as is_known,
        case when count(*) filter (where r.is_reported) = $3 then min(r.used_as_of) end as data_on
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
    count(*) as units_expected,
    min(coalesce(r.data_on, w.as_of)) as data_on
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
        bool_or(r.used_as_of is not null) as is_known,
        max(r.used_as_of) filter (where r.is_reported) as data_on
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
    1 as units_expected,
    case when count(s.data_on) = $3 then min(s.data_on) else w.as_of end as data_on
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
    1 as units_expected,
    w.as_of as data_on
from (select distinct cover_code from temp.area_cover) as a
cross join staging.week as w
"""

# A part coarser than the level is an object placed no finer (待认领: its district alone is known).
# Of one metric: rows that cannot be rolled up. Doubled rows are left to the audit of its key.
_PARTS = """
with part as (
    select
        p.area_code,
        p.as_of,
        p.numerator,
        {denominator} as denominator,
        case
            when p.area_code is null or p.as_of is null then '区划代码或周为空'
            when p.numerator is null then '分子为空'
            when not isfinite(p.numerator) or not coalesce(isfinite({denominator}), true)
                then '分子或分母不是有限的数'
            when abs(p.numerator) >= 1e18 or coalesce(abs({denominator}), 0) >= 1e18
                then '数太大，无法精确相加'
            when a.area_code is null then '区划不在 staging.area 中'
            when a.level_no > {level_no} then '区划级别比说明中的 level 更细'
            when w.as_of is null then '不是 staging.week 中的周'
        end as fault
    from {table} as p
    left join temp.area_cover as a on p.area_code = a.area_code
    left join staging.week as w on p.as_of = w.as_of
)
"""
COUNT_BAD_PARTS = _PARTS + "select count(fault) from part"
SHOW_BAD_PARTS = (
    _PARTS
    + """
select area_code, as_of, numerator, denominator, fault
from part
where fault is not null
order by as_of, area_code
limit 1000
"""
)

QUOTIENT = """case
        when r.denominator <> 0 and isfinite(r.numerator / r.denominator)
            then r.numerator / r.denominator
    end"""

# One metric. Rows at its own level stand as they are; above, parts are added. A part coarser than
# the level is an object placed no finer (待认领: its district alone is known): it counts there.
# A denominator missing in one part is missing in the sum: without the total there is no percentage.
ROLL_UP = """
insert into metrics.value
with own as (
    select
        a.area_no,
        a.level_no,
        p.as_of,
        p.numerator,
        {denominator} as denominator
    from {table} as p
    inner join temp.area_cover as a on p.area_code = a.area_code
),
rolled as (
    select
        area_no,
        as_of,
        cast(numerator as double) as numerator,
        cast(denominator as double) as denominator
    from own
    where level_no = {level_no} or not {additive}
    union all
    select
        x.ancestor_no as area_no,
        o.as_of,
        {sum_numerator} as numerator,
        case when count(o.denominator) = count(*) then {sum_denominator} end as denominator
    from own as o
    inner join temp.area_line as x on o.area_no = x.area_no
    where {additive} and (x.ancestor_no <> x.area_no or x.level_no < {level_no})
    group by x.ancestor_no, o.as_of
),
covered as (
    select
        a.area_no,
        a.area_code,
        a.level_no,
        c.as_of,
        c.units_reported,
        c.units_known,
        c.units_expected,
        c.data_on
    from temp.area_cover as a
    inner join temp.coverage as c on a.cover_code = c.cover_code
    where c.source_set = '{source_set}'
),
every as (
    select area_no, as_of, numerator, denominator from rolled
    union all
    select c.area_no, c.as_of, cast(0 as double) as numerator, {nothing} as denominator
    from covered as c
    anti join rolled as r on c.area_no = r.area_no and c.as_of = r.as_of
    where {zeros} and c.level_no <= {level_no} and c.units_known > 0
)
select
    '{metric}' as metric,
    a.area_code,
    r.as_of,
    r.numerator,
    r.denominator,
    {value} as value,
    coalesce(c.units_reported, 0) as units_reported,
    coalesce(c.units_expected, 0) as units_expected,
    coalesce(c.data_on, r.as_of) as data_on
from every as r
inner join temp.area_cover as a on r.area_no = a.area_no
left join temp.coverage as c
    on a.cover_code = c.cover_code and r.as_of = c.as_of and c.source_set = '{source_set}'
order by r.area_no, r.as_of
"""

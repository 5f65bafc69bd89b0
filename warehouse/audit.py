"""What must hold before a warehouse is published; a failure prints the rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import duckdb

from warehouse.catalog import DOCUMENTED
from warehouse.checks import Outcome
from warehouse.failure import Failure, refuse
from warehouse.model import VALUE, Project
from warehouse.rows import audit_rows

AWKWARD_TYPES = ("HUGEINT", "UHUGEINT", "DECIMAL")
PART_TOLERANCE = 1e-9  # relative: parts are exact to six decimals, the total is a double


def audit(
    connection: duckdb.DuckDBPyConnection, project: Project, outcomes: Iterable[Outcome]
) -> tuple[Failure, ...]:
    """Every rule on the finished tables, and what the checks found.

    Gives the warnings, or raises AuditError with all failures.
    """
    failures = [
        *_untitled(connection),
        *_awkward_types(connection),
        *_keys(connection),
        *_parts_add_up(connection),
        *audit_rows(connection, project),
        *(f for outcome in outcomes if (f := outcome.failure) is not None),
    ]
    refuse(failures)
    return tuple(f for f in failures if not f.is_error)


def _untitled(connection: duckdb.DuckDBPyConnection) -> Iterator[Failure]:
    rows = connection.execute(
        "select schema_name || '.' || table_name, column_name from meta.column "
        "where title is null order by all"
    ).fetchall()
    if rows:
        remedy = "在该 SQL 文件说明的 [columns] 里写中文名（代码表的列写在 warehouse/tables.toml）"
        yield Failure("中文名", "有的列没有中文名", remedy, ("表", "列"), tuple(rows))


def _awkward_types(connection: duckdb.DuckDBPyConnection) -> Iterator[Failure]:
    rows = connection.execute(
        "select schema_name || '.' || table_name, column_name, type from meta.column "
        "where list_contains(?, split_part(type, '(', 1)) order by all",
        [list(AWKWARD_TYPES)],
    ).fetchall()
    if rows:
        remedy = "用 cast(… as bigint) 或 cast(… as double) 转好"
        message = "图表和导出不认的类型"
        yield Failure("列类型", message, remedy, ("表", "列", "类型"), tuple(rows))


def _keys(connection: duckdb.DuckDBPyConnection) -> Iterator[Failure]:
    tables = connection.execute(
        "select schema_name, table_name, key from meta.table "
        "where list_contains(?, schema_name) order by all",
        [list(DOCUMENTED)],
    ).fetchall()
    for schema, name, key in tables:
        if f"{schema}.{name}" != VALUE or not _is_in_order(connection):
            yield from _key(connection, f"{schema}.{name}", key)


def _is_in_order(connection: duckdb.DuckDBPyConnection) -> bool:
    """metrics.value is kept in the order of its key: no row out of order, then none is doubled.

    At city scale this takes a tenth of the grouping that _key does.
    """
    return not connection.execute(OUT_OF_ORDER).fetchall()[0][0]


OUT_OF_ORDER = """
select count(*)
from (
    select
        metric,
        area_code,
        as_of,
        {'m': metric, 'a': area_code, 'w': as_of} as place,
        lag({'m': metric, 'a': area_code, 'w': as_of}) over () as before
    from metrics.value
)
where not coalesce(place > before, before is null) or metric is null
    or area_code is null or as_of is null
"""


def _key(
    connection: duckdb.DuckDBPyConnection, table: str, key: Sequence[str]
) -> Iterator[Failure]:
    columns = {row[0] for row in connection.execute(f"describe {table}").fetchall()}
    if missing := [k for k in key if k not in columns]:
        rows = tuple((table, k) for k in missing)
        yield Failure("键", "说明里的键不是表的列", "改正 key", ("表", "键列"), rows)
        return
    listed = ", ".join(f'"{k}"' for k in key)
    nulls = " or ".join(f'"{k}" is null' for k in key)
    doubled = connection.execute(
        f"select {listed}, count(*) from {table} group by {listed} having count(*) > 1 "
        f"or {nulls} order by all limit 1000"
    ).fetchall()
    if doubled:
        message = f"表 {table} 的键 {'、'.join(key)} 有重复或为空"
        remedy = "改正该 SQL 文件，或更正 key"
        yield Failure("键", message, remedy, (*key, "行数"), tuple(doubled))


# An area's total is what its children have and what was given for the area itself (待认领).
PARTS = """
with part as (
    select v.metric, a.parent_code as area_code, v.as_of, v.numerator, v.denominator
    from metrics.value as v
    inner join metrics.definition as d on v.metric = d.metric
    inner join staging.area as a on v.area_code = a.area_code
    where d.additive and a.parent_code is not null
    union all
    {own}
),
child as (
    select
        p.metric,
        p.area_code,
        p.as_of,
        sum(p.numerator) as numerator,
        sum(p.denominator) as denominator
    from part as p
    group by p.metric, p.area_code, p.as_of
)
select c.metric, c.area_code, c.as_of, p.numerator, c.numerator, p.denominator, c.denominator
from child as c
left join metrics.value as p
    on c.metric = p.metric and c.area_code = p.area_code and c.as_of = p.as_of
where p.numerator is null
    or abs(p.numerator - c.numerator) > $1 * greatest(1, abs(p.numerator))
    or abs(p.denominator - c.denominator) > $1 * greatest(1, abs(p.denominator))
order by c.metric, c.area_code, c.as_of
limit 1000
"""


def _parts_add_up(connection: duckdb.DuckDBPyConnection) -> Iterator[Failure]:
    rates = connection.execute(
        "select metric, level, has_denominator from metrics.definition "
        "where additive order by metric"
    ).fetchall()
    if not rates:
        return
    own = "\n    union all\n    ".join(
        f"select '{metric}', o.area_code, o.as_of, o.numerator, "
        f"{'o.denominator' if is_rate else 'null'} from metrics.{metric} as o "
        f"inner join staging.area as a on o.area_code = a.area_code and a.area_level <> '{level}'"
        for metric, level, is_rate in rates
    )
    rows = connection.execute(PARTS.replace("{own}", own), [PART_TOLERANCE]).fetchall()
    if rows:
        heads = ("指标", "区划代码", "周", "本级分子", "下级分子之和", "本级分母", "下级分母之和")
        remedy = "核对 staging.area 的上级代码与 staging.area_ancestor 是否一致"
        yield Failure("部分之和", "下级之和不等于本级", remedy, heads, tuple(rows))

"""Coverage must not shrink: per source, the units and rows in force at the latest common week."""

from __future__ import annotations

import datetime as dt

import duckdb

from warehouse.failure import Failure

# Loads in force at a week: per source and unit the newest as_of on or before its Sunday.
IN_FORCE = """
select
    source,
    count(distinct unit_code) as units,
    cast(sum(accepted) as bigint) as accepted,
    list(distinct unit_code order by unit_code) as unit_codes
from (
    select
        l.source,
        l.unit_code,
        l.accepted
    from meta.load as l
    where l.load_state = '当前' and l.as_of <= $1
    qualify row_number() over (partition by l.source, l.unit_code order by l.as_of desc) = 1
)
group by source
"""
LAST_WEEK = "select max(as_of) from meta.load where load_state = '当前'"

Coverage = dict[str, tuple[int, int, tuple[str, ...]]]


def coverage(connection: duckdb.DuckDBPyConnection, as_of: dt.date) -> Coverage:
    """source -> (units, rows, unit codes) in force at `as_of`."""
    rows = connection.execute(IN_FORCE, [as_of]).fetchall()
    return {source: (units, count, tuple(codes)) for source, units, count, codes in rows}


def last_week(connection: duckdb.DuckDBPyConnection) -> dt.date | None:
    """The newest as_of of any load in force."""
    newest: dt.date | None = connection.execute(LAST_WEEK).fetchall()[0][0]
    return newest


def shrunk(
    new: duckdb.DuckDBPyConnection, old: duckdb.DuckDBPyConnection, old_version: str
) -> tuple[Failure, ...]:
    """Sources with fewer units or rows than the last version, at the latest week both have."""
    weeks = [week for week in (last_week(new), last_week(old)) if week is not None]
    if not weeks:
        return ()
    common = min(weeks)
    now, before = coverage(new, common), coverage(old, common)
    rows = []
    for source, (units, count, codes) in sorted(before.items()):
        new_units, new_count, new_codes = now.get(source, (0, 0, ()))
        if new_units < units or new_count < count:
            lost = [code for code in codes if code not in new_codes]
            rows.append((source, units, new_units, count, new_count, lost))
    if not rows:
        return ()
    return (
        Failure(
            title="覆盖率",
            message=f"截至 {common} 的报送比上一版本 {old_version} 少",
            remedy="核对缺的报送；确属更正的，用 --allow-shrink 理由 放行，理由记入 meta.version",
            heads=("数据来源", "原单位数", "现单位数", "原行数", "现行数", "缺的单位"),
            rows=tuple(rows),
        ),
    )

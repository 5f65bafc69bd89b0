"""Coverage must not shrink: per source, the units and rows in force at the latest common week."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import duckdb

from warehouse.errors import WarehouseError
from warehouse.failure import Failure, refuse
from warehouse.paths import DataPaths
from warehouse.publish import read_pointer
from warehouse.read import open_release
from warehouse.span import strange_dates

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
REMEDY = "核对缺的报送；确属更正的，用 --allow-shrink 理由 放行，理由记入 meta.version"
# A border or register of a later year is no week of data.
LAST_WEEK = """
select coalesce(max(l.as_of) filter (where s.cadence <> 'once'), max(l.as_of))
from meta.load as l
left join meta.source as s on l.source = s.source
where l.load_state = '当前'
"""

Coverage = dict[str, tuple[int, int, tuple[str, ...]]]


def coverage(connection: duckdb.DuckDBPyConnection, as_of: dt.date) -> Coverage:
    """source -> (units, rows, unit codes) in force at `as_of`."""
    rows = connection.execute(IN_FORCE, [as_of]).fetchall()
    return {source: (units, count, tuple(codes)) for source, units, count, codes in rows}


def last_week(connection: duckdb.DuckDBPyConnection) -> dt.date | None:
    """The newest as_of of a return in force; of anything when nothing was returned yet."""
    newest: dt.date | None = connection.execute(LAST_WEEK).fetchall()[0][0]
    return newest


def shrunk(
    new: duckdb.DuckDBPyConnection, old: duckdb.DuckDBPyConnection, old_version: str
) -> tuple[Failure, ...]:
    """Weeks lost, and sources with fewer units or rows at the latest week both versions have."""
    newest, last = last_week(new), last_week(old)
    if newest is None or last is None:
        return ()
    common = min(newest, last)
    return (*_lost_weeks(newest, last, old_version), *_lost_returns(new, old, old_version, common))


def _lost_weeks(newest: dt.date, last: dt.date, old_version: str) -> Iterator[Failure]:
    if newest < last:
        yield Failure(
            title="最新一期",
            message=f"最新一期报送比上一版本 {old_version} 早",
            remedy=REMEDY,
            heads=("原最新一期", "现最新一期"),
            rows=((last, newest),),
        )


def _lost_returns(
    new: duckdb.DuckDBPyConnection,
    old: duckdb.DuckDBPyConnection,
    old_version: str,
    common: dt.date,
) -> Iterator[Failure]:
    now, before = coverage(new, common), coverage(old, common)
    rows = []
    for source, (units, count, codes) in sorted(before.items()):
        new_units, new_count, new_codes = now.get(source, (0, 0, ()))
        if new_units < units or new_count < count:
            lost = [code for code in codes if code not in new_codes]
            rows.append((source, units, new_units, count, new_count, lost))
    if rows:
        yield Failure(
            title="覆盖率",
            message=f"截至 {common} 的报送比上一版本 {old_version} 少",
            remedy=REMEDY,
            heads=("数据来源", "原单位数", "现单位数", "原行数", "现行数", "缺的单位"),
            rows=tuple(rows),
        )


def guard(
    connection: duckdb.DuckDBPyConnection,
    paths: DataPaths,
    built_at: dt.datetime,
    reason: str | None,
) -> list[str]:
    """Coverage against the version in force, and the dates: refused unless a reason was given.

    Gives what should be said; a reason that was needed is kept in meta.version.
    """
    notes: list[str] = []
    failures: tuple[Failure, ...] = ()
    old = None
    if paths.pointer.exists():
        try:
            last = open_release(paths, read_pointer(paths))
        except WarehouseError as error:
            notes.append(f"上一版本打不开，覆盖率没有与它核对：{error}")
        else:
            old = last.connection.cursor()
            failures = shrunk(connection, old, last.version)
    failures += strange_dates(connection, old, built_at)
    if not failures:
        return notes
    if reason is None:
        refuse(failures)
    connection.execute("update meta.version set shrink_reason = ?", [reason])
    said = f"覆盖率下降或日期异常已按所给理由放行：{reason}"
    return [*notes, said, *(str(f) for f in failures)]

"""The dates of the loads in force must hang together: none to come, none far from all others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise

import duckdb

from warehouse.failure import Failure

MOST_WEEKS = 26
"""A longer time without any return, of any source, is taken for a mistyped year."""

LOCAL = dt.timezone(dt.timedelta(hours=8))  # dates in returns are those of China
REMEDY = (
    "核对这些文件的统计截至日期：写错的，更正后重新装载（或用 --as-of 指明）；"
    "确实如此的，用 --allow-shrink 理由 放行，理由记入 meta.version"
)
HEADS = ("文件", "报送单位", "统计截至日期", "数据来源", "装载序号")
LOADS = """
select l.file, l.unit_code, l.as_of, l.source, l.load_no
from meta.load as l
where l.load_state = '当前' and list_contains($1, l.as_of)
order by l.as_of, l.load_no
"""
DATES = "select distinct l.as_of from meta.load as l where l.load_state = '当前' order by l.as_of"
# What is delivered once (borders, registers, plans) may be years older or newer than the returns.
RETURN_DATES = """
select distinct l.as_of
from meta.load as l
inner join meta.source as s on l.source = s.source
where l.load_state = '当前' and s.cadence <> 'once'
order by l.as_of
"""


def strange_dates(
    new: duckdb.DuckDBPyConnection, old: duckdb.DuckDBPyConnection | None, built_at: dt.datetime
) -> tuple[Failure, ...]:
    """Dates later than the day of building (`built_at` is UTC) and long gaps between dates.

    What the version in force has already was let pass when it was built.
    """
    today = built_at.replace(tzinfo=dt.UTC).astimezone(LOCAL).date()
    every = _dates(new, DATES), _dates(old, DATES)
    returned = _dates(new, RETURN_DATES), _dates(old, RETURN_DATES)
    return (*_to_come(new, *every, today), *_gaps(new, *returned))


def _dates(connection: duckdb.DuckDBPyConnection | None, query: str) -> list[dt.date]:
    return [row[0] for row in connection.execute(query).fetchall()] if connection else []


def _to_come(
    connection: duckdb.DuckDBPyConnection,
    dates: list[dt.date],
    known: list[dt.date],
    today: dt.date,
) -> Iterator[Failure]:
    late = [date for date in dates if date > today and date not in known]
    if late:
        rows = connection.execute(LOADS, [late]).fetchall()
        message = f"统计截至日期晚于建库当天 {today}"
        yield Failure("日期", message, REMEDY, HEADS, tuple(rows))


def _gaps(
    connection: duckdb.DuckDBPyConnection, dates: list[dt.date], known: list[dt.date]
) -> Iterator[Failure]:
    accepted = set(pairwise(known))
    for before, after in pairwise(dates):
        if after - before > dt.timedelta(weeks=MOST_WEEKS) and (before, after) not in accepted:
            rows = connection.execute(LOADS, [[before, after]]).fetchall()
            message = f"{before} 与 {after} 之间超过 {MOST_WEEKS} 周没有任何报送"
            yield Failure("日期间隔", message, REMEDY, HEADS, tuple(rows))

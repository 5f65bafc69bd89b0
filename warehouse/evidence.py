"""The rows of returns behind a figure: file, sheet, row, cells.

    sources(warehouse, metric, area, as_of)        how many rows, of how many files, adding what
    files(warehouse, metric, source, area, as_of)  the same, sheet by sheet of each file
    rows(warehouse, metric, source, area, as_of)   those rows, a page at a time

Where the metric's header names the rows that make it (all but those that may not be added), the
rows are just these and their parts add up to the figure, which the build has audited. Of any other
source behind the figure, all rows in force in the area are given. Personal columns are in no table.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from warehouse.cells import addressed
from warehouse.celltext import titled
from warehouse.errors import UnknownName
from warehouse.metric import definition
from warehouse.read import Warehouse
from warehouse.rows import RowTable, counted, in_force, summed
from warehouse.rowspec import RowsBehind, rows_from_json

PAGE = 50
PLACE = (
    *("area_name", "unit_code", "unit_name", "used_as_of", "is_carried"),
    *("_file", "_sheet", "_row", "cells"),
)


@dataclass(frozen=True)
class SourceRows:
    """The rows of one source behind a figure.

    `is_exact`: just the rows that count; `numerator` and `denominator` are what they add up to
    (None otherwise, and where the metric has no denominator). `counts_once`: several rows can make
    one thing, which adds once. `carried_rows` come from returns that a unit did not renew, `files`
    is the number of files.
    """

    source: str
    title: str
    table: str
    is_exact: bool
    counts_once: bool
    numerator: float | None
    denominator: float | None
    rows: int
    files: int
    carried_rows: int


@dataclass(frozen=True)
class FileRows:
    """The rows of one sheet of a file behind a figure, and what they add (None as in SourceRows).

    `used_as_of` is the return's own date, `is_carried` says that the unit did not renew it. Where
    several rows make one thing, each sheet counts it once: it may be in more than one of them.
    """

    unit_code: str
    unit_name: str
    used_as_of: dt.date
    is_carried: bool
    file: str
    sheet: str | None
    rows: int
    numerator: float | None
    denominator: float | None


@dataclass(frozen=True)
class Column:
    """A column of a page: `codes` is its code list (the page shows titles), `is_used` means that
    the figure hangs on it.
    """

    name: str
    title: str
    unit: str | None
    codes: str | None
    is_used: bool


@dataclass(frozen=True)
class Page:
    """Some of the rows: `frame` has the `columns` in the contract's order, codes as titles; then
    part_numerator and, of a rate, part_denominator (exact rows only), then
    PLACE.

    `_row` counts from 1 as the spreadsheet does; `cells` are addresses of the columns the figure
    hangs on (H128、M128), null where their place in the file is not known; `cell_of` has them by
    column, row by row. `total` counts all rows.
    """

    columns: tuple[Column, ...]
    frame: pl.DataFrame
    cell_of: tuple[Mapping[str, str], ...]
    total: int
    is_exact: bool


def sources(warehouse: Warehouse, metric: str, area: str, as_of: dt.date) -> tuple[SourceRows, ...]:
    """The sources behind the figure that are kept row by row, that of the exact rows first."""
    found = [
        _source(warehouse, metric, source, area, as_of)
        for source in definition(warehouse, metric).sources
        if _row_table(warehouse, source) is not None
    ]
    return tuple(sorted(found, key=lambda s: not s.is_exact))


def files(
    warehouse: Warehouse, metric: str, source: str, area: str, as_of: dt.date
) -> tuple[FileRows, ...]:
    """Where the rows of `source` behind the figure stand, by unit in customary order, and file.

    UnknownName as for `rows`.
    """
    table, spec = _behind(warehouse, metric, source)
    scope = _scope(table, spec)
    if spec is None:
        by_sheet = f"select {_SHEET}, count(*) as rows from ({scope}) group by {_SHEET}"
    else:
        by_sheet = summed(scope, spec, _SHEET.split(", "))
    parts = ["r.numerator" if spec else "null", "r.denominator" if _is_rate(spec) else "null"]
    found = warehouse.rows(
        "select r.unit_code, coalesce(u.title, r.unit_code), r.used_as_of, "
        f"coalesce(not n.is_reported, false), r.file, r.sheet, r.rows, {', '.join(parts)} "
        f"from ({by_sheet}) as r {_RETURNED} left join codes.unit as u on r.unit_code = u.code "
        f"order by u.sort, {', '.join(f'r.{name}' for name in _SHEET.split(', '))}",
        [area, as_of, source],
    )
    return tuple(FileRows(*row) for row in found)


_SHEET = "unit_code, used_as_of, file, sheet"


def _is_rate(spec: RowsBehind | None) -> bool:
    return spec is not None and spec.denominator is not None


def rows(
    warehouse: Warehouse,
    metric: str,
    source: str,
    area: str,
    as_of: dt.date,
    limit: int = PAGE,
    offset: int = 0,
) -> Page:
    """A page of the rows of `source` behind the figure, by unit, file, sheet and row.

    UnknownName when the source is not behind the metric, or is not kept row by row.
    """
    table, spec = _behind(warehouse, metric, source)
    columns = _columns(warehouse, table, spec)
    parts = ["part_numerator"] if spec else []
    parts += ["part_denominator"] if _is_rate(spec) else []
    listed = [_shown(c, kind) for c, kind in columns]
    listed += [f"cast(r.{part} as double) as {part}" for part in parts]
    scope = _scope(table, spec)
    found = warehouse.query(
        f"select {', '.join(listed)}, {_PLACES} from ({scope}) as r {_PLACED} "
        "order by u.sort, r.unit_code, r.used_as_of, r.file, r.sheet, r.row_no limit $5 offset $6",
        [area, as_of, table.source, list(spec.cells) if spec else [], limit, offset],
    )
    total = warehouse.rows(f"select count(*) from ({scope})", [area, as_of])[0][0]
    frame, cell_of = addressed(found)
    return Page(tuple(c for c, _ in columns), frame, cell_of, total, spec is not None)


# Where the columns stand is said by the load that brought the row.
_PLACES = """
    a.area_name,
    r.unit_code,
    u.title as unit_name,
    r.used_as_of,
    coalesce(not n.is_reported, false) as is_carried,
    r.file as _file,
    r.sheet as _sheet,
    r.row_no as _row,
    (
        select list({'name': c.column_name, 'position': c.position} order by c.position)
        from meta.load_column as c
        where c.load_no = l.load_no
            and c.sheet = coalesce(r.sheet, '')
            and list_contains($4, c.column_name)
    ) as cells
"""
_PLACED = """
left join staging.area as a on r.area_code = a.area_code
left join codes.unit as u on r.unit_code = u.code
left join meta.load as l
    on l.source = $3 and r.unit_code = l.unit_code and r.used_as_of = l.as_of
        and l.load_state = '当前'
left join staging.unit_return as n
    on n.source = $3 and r.unit_code = n.unit_code and n.as_of = r.as_of
"""


def _source(
    warehouse: Warehouse, metric: str, source: str, area: str, as_of: dt.date
) -> SourceRows:
    table, spec = _behind(warehouse, metric, source)
    scope = _scope(table, spec)
    numerator, denominator = None, None
    if spec:
        [parts] = warehouse.rows(summed(scope, spec, ()), [area, as_of])
        numerator, denominator = parts[0], parts[1] if _is_rate(spec) else None
    [(title, count, files, carried)] = warehouse.rows(
        "select (select s.title from meta.source as s where s.source = $3), count(*), "
        "count(distinct (r.unit_code, r.used_as_of, r.file)), "
        f"count(*) filter (where not n.is_reported) from ({scope}) as r {_RETURNED}",
        [area, as_of, source],
    )
    return SourceRows(
        source,
        title,
        table.table,
        is_exact=spec is not None,
        counts_once=spec is not None and bool(spec.each),
        numerator=numerator,
        denominator=denominator,
        rows=count,
        files=files,
        carried_rows=carried,
    )


_RETURNED = """
left join staging.unit_return as n
    on n.source = $3 and r.unit_code = n.unit_code and n.as_of = $2
"""


def _scope(table: RowTable, spec: RowsBehind | None) -> str:
    """The rows of the area $1 and everything below it, in force in the week $2."""
    rows = counted(table, spec) if spec else in_force(table)
    return (
        f"select * from ({rows}) as s where s.as_of = $2 and s.area_code in "
        "(select x.area_code from staging.area_ancestor as x where x.ancestor_code = $1)"
    )


def _row_table(warehouse: Warehouse, source: str) -> RowTable | None:
    """The table that keeps the source row by row."""
    found = warehouse.rows(
        "select t.schema_name || '.' || t.table_name, list(c.column_name order by c.column_no) "
        "from meta.table as t inner join meta.column as c "
        "on t.schema_name = c.schema_name and t.table_name = c.table_name "
        "where t.rows_of = ? group by all",
        [source],
    )
    return RowTable(found[0][0], source, tuple(found[0][1])) if found else None


def _behind(warehouse: Warehouse, metric: str, source: str) -> tuple[RowTable, RowsBehind | None]:
    """The source's table, and which of its rows count when the metric names them."""
    table = _row_table(warehouse, source)
    if table is None or source not in definition(warehouse, metric).sources:
        raise UnknownName(f"指标 {metric} 没有可逐行查看的来源 {source}")
    [(text,)] = warehouse.rows("select rows from metrics.definition where metric = ?", [metric])
    spec = rows_from_json(text) if text else None
    return table, spec if spec and spec.table == table.table else None


def _columns(
    warehouse: Warehouse, table: RowTable, spec: RowsBehind | None
) -> tuple[tuple[Column, str], ...]:
    """The columns of the contract that the table has, with their types."""
    schema, _, table_name = table.table.partition(".")
    used = spec.cells if spec else ()
    found = warehouse.rows(
        "select c.column_name, c.title, c.unit, s.codes, c.type from meta.source_column as s "
        "inner join meta.column as c on s.column_name = c.column_name "
        "where s.source = ? and c.schema_name = ? and c.table_name = ? order by s.column_no",
        [table.source, schema, table_name],
    )
    return tuple(
        (Column(name, title, unit, codes, name in used), kind)
        for name, title, unit, codes, kind in found
    )


def _shown(column: Column, kind: str) -> str:
    """One column as the page shows it."""
    return f"{titled(f'r.{column.name}', kind, column.codes)} as {column.name}"

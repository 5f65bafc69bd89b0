"""The analyst's and the public's warehouse: copied from the full one, column by column.

What an edition may hold is read in the full file itself (meta.table, meta.column), so that what the
dictionary says and what is left out cannot part. Each is a new file into which only what may be
seen is written: nothing that was deleted can lie in free blocks.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import duckdb

from warehouse.chinese import write_chinese
from warehouse.common.audience import may_see
from warehouse.examples import examples
from warehouse.header import AREA_LEVELS

BLOCK_BYTES = 65536  # a small table takes whole blocks: with the default 256 KiB ten times the file
AREA, METRIC = "area_code", "metric"  # the columns whose rows may be left out
OWN = ("meta.version", "meta.table", "meta.column", "meta.withheld")  # say of an edition what it is
# Travels as one JSON text: row by row is slow.
HELD = """
create temp table held as
select h[1] as schema_name, h[2] as table_name, h[3] as column_name
from (select unnest(from_json($1, '[["varchar"]]')) as h)
"""
WITHHELD = """
insert into {role}.meta.withheld
select t.schema_name, t.table_name, '' as column_name, t.title
from warehouse.meta.table as t
anti join temp.held as h using (schema_name, table_name)
union all
select c.schema_name, c.table_name, c.column_name, c.title
from warehouse.meta.column as c
semi join temp.held as h using (schema_name, table_name)
anti join temp.held as h using (schema_name, table_name, column_name)
order by schema_name, table_name, column_name
"""


@dataclass(frozen=True)
class _Table:
    """A table of the full warehouse: its columns with their types and audiences."""

    schema: str
    name: str
    audience: str
    finest: str | None
    columns: tuple[tuple[str, str, str], ...]

    @property
    def full_name(self) -> str:
        """schema.name"""
        return f"{self.schema}.{self.name}"

    def seen_by(self, role: str) -> tuple[tuple[str, str], ...]:
        """Its columns, with their types, that the role may see; none when it may not see it."""
        if not may_see(role, self.audience):
            return ()
        return tuple((name, kind) for name, kind, to in self.columns if may_see(role, to))


def attach_new(connection: duckdb.DuckDBPyConnection, file: Path, name: str) -> None:
    """Attach a new file as `name`.

    Nothing is written to a log: an unfinished build is thrown away, never recovered.
    """
    quoted = str(file).replace("'", "''")
    connection.execute(
        f"attach '{quoted}' as {name} (recovery_mode 'no_wal_writes', block_size {BLOCK_BYTES})"
    )


def write_editions(connection: duckdb.DuckDBPyConnection, files: Mapping[str, Path]) -> None:
    """Write what each role may see of the connection's database `warehouse` into its new file, and
    into each file, its own too, what it is in Chinese.

    Side by side: most tables are small, and one writer leaves the other cores idle.
    """
    with ThreadPoolExecutor(len(files) + 1) as pool:
        jobs = [pool.submit(_write, connection.cursor(), role, of) for role, of in files.items()]
        jobs.append(pool.submit(write_chinese, connection.cursor(), "warehouse"))
        for done in jobs:
            done.result()


def _write(connection: duckdb.DuckDBPyConnection, role: str, file: Path) -> None:
    """One edition, whose database is called as its role."""
    tables = _tables(connection)
    held = [(t.schema, t.name, c) for t in tables for c, _ in t.seen_by(role)]
    attach_new(connection, file, role)
    connection.execute(HELD, [json.dumps(held)])
    try:
        cut = [t for t in tables if (seen := t.seen_by(role)) and _copy(connection, t, seen, role)]
        _describe(connection, role)
        _recount(connection, cut, role)
        write_chinese(connection, role)
        connection.execute(f"checkpoint {role}")
    finally:
        connection.execute("drop table temp.held")
    connection.execute(f"detach {role}")


def _tables(connection: duckdb.DuckDBPyConnection) -> tuple[_Table, ...]:
    rows = connection.execute(
        "select t.schema_name, t.table_name, t.audience, t.finest, "
        "list([c.column_name, c.type, c.audience] order by c.column_no) "
        "from warehouse.meta.table as t inner join warehouse.meta.column as c "
        "on t.schema_name = c.schema_name and t.table_name = c.table_name group by all order by all"
    ).fetchall()
    return tuple(
        _Table(schema, name, audience, finest, tuple((c, kind, to) for c, kind, to in columns))
        for schema, name, audience, finest, columns in rows
    )


def _copy(
    connection: duckdb.DuckDBPyConnection,
    table: _Table,
    seen: Sequence[tuple[str, str]],
    role: str,
) -> bool:
    """Copy what may be seen of the table; gives whether rows were left out."""
    connection.execute(f"create schema if not exists {role}.{table.schema}")
    listed = ", ".join(f'"{name}"' for name, _ in seen)
    hidden = _hidden(connection, table, role)
    where = f" where {' and '.join(hidden)}" if hidden else ""
    connection.execute(
        f"create table {role}.{table.full_name} as "
        f"select {listed} from warehouse.{table.full_name}{where}"
    )
    return bool(hidden)


def _hidden(connection: duckdb.DuckDBPyConnection, table: _Table, role: str) -> list[str]:
    """The conditions that leave out rows: of areas too fine, of metrics not for the role."""
    names = {name for name, _, _ in table.columns}
    conditions = [_coarse(table.finest)] if table.finest else []
    if METRIC not in names or table.full_name in OWN:
        return conditions
    for metric, audience, finest in connection.execute(
        "select t.table_name, t.audience, t.finest from warehouse.meta.table as t "
        "inner join warehouse.metrics.definition as d on d.metric = t.table_name "
        "where t.schema_name = 'metrics' order by all"
    ).fetchall():
        this = f"{METRIC} is distinct from '{metric}'"
        if not may_see(role, audience):
            conditions.append(this)
        elif finest and AREA in names:
            conditions.append(f"({this} or {_coarse(finest)})")
    return conditions


def _coarse(finest: str) -> str:
    """Rows of areas no finer than that."""
    levels = ", ".join(f"'{level}'" for level in AREA_LEVELS[: AREA_LEVELS.index(finest) + 1])
    return (
        f"{AREA} in (select a.area_code from warehouse.staging.area as a "
        f"where a.area_level in ({levels}))"
    )


def _describe(connection: duckdb.DuckDBPyConnection, role: str) -> None:
    """The edition says of itself which one it is, what it holds, and what it does not."""
    connection.execute(f"update {role}.meta.version set edition = ?", [role])
    _cut_levels(connection, role)
    connection.execute(WITHHELD.format(role=role))
    for table, by in (("table", ""), ("column", ", column_name")):
        connection.execute(
            f"create or replace table {role}.meta.{table} as select m.* "
            f"from warehouse.meta.{table} as m "
            f"semi join temp.held as h using (schema_name, table_name{by})"
        )


def _cut_levels(connection: duckdb.DuckDBPyConnection, role: str) -> None:
    """A metric is told as finest where the edition stops: below it, it is not kept at all."""
    cut = connection.execute(
        "select table_name, finest from warehouse.meta.table "
        "where schema_name = 'metrics' and finest is not null"
    ).fetchall()
    for metric, finest in cut:
        finer = AREA_LEVELS[AREA_LEVELS.index(finest) + 1 :]
        connection.execute(
            f"update {role}.metrics.definition set level = ? "
            "where metric = ? and list_contains(?, level)",
            [finest, metric, finer],
        )


def _recount(connection: duckdb.DuckDBPyConnection, cut: Sequence[_Table], role: str) -> None:
    """Numbers of rows and examples of what has fewer rows here than in the full warehouse."""
    for table in cut:
        columns = table.seen_by(role)
        shown = examples(connection, f"{role}.{table.full_name}", columns)
        for name, _ in columns:
            connection.execute(
                f"update {role}.meta.column set example = ? "
                "where schema_name = ? and table_name = ? and column_name = ?",
                [shown.get(name), table.schema, table.name, name],
            )
    for name in (*(t.full_name for t in cut), *OWN):
        schema, _, table_name = name.partition(".")
        connection.execute(
            f"update {role}.meta.table set rows = (select count(*) from {role}.{name}) "
            "where schema_name = ? and table_name = ?",
            [schema, table_name],
        )

"""The warehouse in Chinese, for any client: comments on everything, and the views of schema `cn`.

Titles are those of meta.table and meta.column, so that nothing is said twice. `cn` has one view per
table, named by the title, its columns by theirs. The names can be written without quotes:

* what no name may hold is an underscore (统计周_周日), the brackets of 区(市) are left out (区市);
* before a digit at the beginning stands an underscore: _65岁以上人口;
* names that would be equal have the schema (of a column: its own name) added.

They are made from the full warehouse's titles, so that a name is the same in every edition.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import duckdb

SCHEMA = "cn"
_OF = "，即 "  # a view's comment ends by naming its table
_BRACKETS = re.compile(r"[()]")
_OTHER = re.compile(r"\W+")


@dataclass(frozen=True)
class Column:
    """A column with its title, unit and note."""

    name: str
    title: str
    unit: str | None
    note: str | None

    @property
    def comment(self) -> str:
        """`治理率（%）：口径见…`"""
        unit = f"（{self.unit}）" if self.unit else ""
        note = f"：{self.note}" if self.note else ""
        return f"{self.title}{unit}{note}"


@dataclass(frozen=True)
class Table:
    """A table with its title, what a row is, and its columns in order."""

    schema: str
    name: str
    title: str
    grain: str | None
    columns: tuple[Column, ...]

    @property
    def full_name(self) -> str:
        """As SQL says it."""
        return f"{self.schema}.{_quoted(self.name)}"

    @property
    def comment(self) -> str:
        """`隐患治理进度（一行一周一个区划）`"""
        return f"{self.title}（{self.grain}）" if self.grain else self.title


def plain(title: str) -> str:
    """The title as a name that needs no quotes; empty where nothing of it can stand in one."""
    name = _OTHER.sub("_", _BRACKETS.sub("", title)).strip("_")
    return f"_{name}" if name[:1].isdigit() else name


def distinct(named: Iterable[tuple[str, str]]) -> list[str]:
    """A name for each (title, what tells it from others of the same title), all different.

    Upper and lower case are one, as in DuckDB.
    """
    wanted = [(plain(title) or own, own) for title, own in named]
    times = Counter(name.casefold() for name, _ in wanted)
    taken = {name for name, number in times.items() if number == 1}
    names = []
    for name, own in wanted:
        if times[name.casefold()] > 1:
            base = name = f"{name}_{own}"
            number = 1
            while name.casefold() in taken:
                number += 1
                name = f"{base}_{number}"
            taken.add(name.casefold())
        names.append(name)
    return names


def tables(connection: duckdb.DuckDBPyConnection, database: str) -> tuple[Table, ...]:
    """Every table that the database says it has, with its columns."""
    rows = connection.execute(
        "select t.schema_name, t.table_name, coalesce(t.title, t.table_name), t.grain, "
        "list([c.column_name, coalesce(c.title, c.column_name), c.unit, c.note] "
        "order by c.column_no) "
        f"from {database}.meta.table as t inner join {database}.meta.column as c "
        "using (schema_name, table_name) group by all order by all"
    ).fetchall()
    return tuple(
        Table(schema, name, title, grain, tuple(Column(*column) for column in columns))
        for schema, name, title, grain, columns in rows
    )


def view_names(every: Iterable[Table]) -> Mapping[str, str]:
    """Table (schema.name) -> what its view is called."""
    known = list(every)
    names = distinct((one.title, one.schema) for one in known)
    return {one.full_name: name for one, name in zip(known, names, strict=True)}


def column_names(table: Table) -> Mapping[str, str]:
    """Column -> what the table's view calls it."""
    names = distinct((one.title, one.name) for one in table.columns)
    return {one.name: name for one, name in zip(table.columns, names, strict=True)}


def write_chinese(
    connection: duckdb.DuckDBPyConnection, database: str, full: str = "warehouse"
) -> None:
    """Comment on every table, view and column of `database` and make its views.

    `database` has meta.table and meta.column of what it holds; names are from those of `full`. All
    of it in one go: a statement at a time costs a quarter more. A column of a view whose name says
    it all has no comment: each costs 0.1 ms, and there are thousands.
    """
    whole = tables(connection, full)
    views = view_names(whole)
    columns = {one.full_name: column_names(one) for one in whole}
    # Views must not name the database: the file is opened under another name.
    statements = [f"use {database}", f"create schema {SCHEMA}"]
    for one in tables(connection, database):
        statements += _described(one, views[one.full_name], columns[one.full_name])
    connection.execute(";\n".join([*statements, f"use {full}"]))


def table_of(comment: str) -> str:
    """The table (schema.name) of a view with that comment."""
    return comment.rpartition(_OF)[2]


def _described(table: Table, name: str, columns: Mapping[str, str]) -> Iterable[str]:
    """The statements for one table."""
    view, of = f"{SCHEMA}.{_quoted(name)}", table.full_name
    chosen = ", ".join(
        f"{_quoted(one.name)} as {_quoted(columns[one.name])}" for one in table.columns
    )
    yield f"create view {view} as select {chosen} from {of}"
    yield f"comment on table {of} is {_text(table.comment)}"
    yield f"comment on view {view} is {_text(f'{table.comment}{_OF}{table.schema}.{table.name}')}"
    for one in table.columns:
        yield f"comment on column {of}.{_quoted(one.name)} is {_text(one.comment)}"
        if one.comment != columns[one.name]:
            yield f"comment on column {view}.{_quoted(columns[one.name])} is {_text(one.comment)}"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(said: str) -> str:
    return "'" + said.replace("'", "''") + "'"

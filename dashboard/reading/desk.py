"""What analysts need to know of a version while they write: tables, columns, metrics, functions."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from dashboard import read
from dashboard.reading import dictionary
from dashboard.reading.samples import Sample, samples
from warehouse import chinese
from warehouse.paths import SQL_DIR
from warehouse.sandbox.origins import Origin
from warehouse.sandbox.query import Answer
from warehouse.withheld import SEARCH_PATH

FUNCTIONS = """
select distinct function_name from duckdb_functions()
where function_type in ('scalar', 'aggregate', 'window', 'macro')
    and regexp_full_match(function_name, '[a-z][a-z0-9_]+')
order by function_name
"""


# A table as it is named in a text: with its schema, or after from and join.
_TABLE = re.compile(
    r"(?:\b(?:from|join)\s+)?\b([a-z_]\w*\.[a-z_]\w*)|\b(?:from|join)\s+([a-z_]\w*)"
)


_COLUMN = re.compile(r"\b([a-z_]\w*)\.([a-z_]\w*)")


@dataclass(frozen=True)
class Named:
    """A column's title and unit."""

    title: str
    unit: str | None


@read.per_version
def _in_tables(warehouse: read.Warehouse) -> Mapping[str, Mapping[str, Named]]:
    """table name, with and without its schema -> its columns' titles and units."""
    found: dict[str, dict[str, Named]] = {}
    places = {schema: place for place, schema in enumerate(reversed(SEARCH_PATH), start=1)}
    rows = warehouse.rows(
        "select schema_name, table_name, column_name, title, unit from meta.column"
    )
    for schema, table, column, title, unit in sorted(rows, key=lambda row: places.get(row[0], 0)):
        if title:
            # What an unqualified name finds comes last, and stays.
            for name in (f"{schema}.{table}", table):
                found.setdefault(name, {})[column] = Named(title, unit)
    return found


def named(version: str, answer: Answer) -> Sequence[Named | None]:
    """For each column of the result its title and unit; None where it is no table's own column, or
    is called otherwise: then its name is all there is to say."""
    tables = _in_tables(version)
    own = answer.origins or [()] * answer.table.num_columns
    return [
        _named(tables, name, origins)
        for name, origins in zip(answer.table.column_names, own, strict=True)
    ]


def _named(
    tables: Mapping[str, Mapping[str, Named]], name: str, origins: Sequence[Origin]
) -> Named | None:
    found = {tables.get(table.lower(), {}).get(column.lower()) for table, column in origins}
    is_renamed = any(column.lower() != name.lower() for _, column in origins)
    return found.pop() if len(found) == 1 and not is_renamed else None


@read.per_version
def edition(warehouse: read.Warehouse) -> str:
    """What the edition that is read is called, the full one too."""
    [(title,)] = warehouse.rows("select title from codes.audience where code = ?", [warehouse.role])
    return str(title)


@read.per_version
def functions(warehouse: read.Warehouse) -> Sequence[str]:
    """Functions that a query may call, by name."""
    return [name for (name,) in warehouse.rows(FUNCTIONS)]


@read.per_version
def _metrics(warehouse: read.Warehouse) -> Sequence[tuple[str, str, str, str]]:
    """Name, title, unit and definition of every metric, by title."""
    return warehouse.rows(
        "select metric, title, unit, definition from metrics.definition order by title, metric"
    )


@read.per_version
def _chinese_columns(warehouse: read.Warehouse) -> Mapping[str, Sequence[str]]:
    """View with Chinese names -> its columns, in the table's order."""
    rows = warehouse.rows(
        "select table_name, list(column_name order by column_index) from duckdb_columns()"
        " where schema_name = ? group by table_name",
        [chinese.SCHEMA],
    )
    return {f"{chinese.SCHEMA}.{view}": columns for view, columns in rows}


def _chinese(version: str, table: str) -> dict[str, object] | None:
    """What the table and its columns are called in schema cn."""
    view = dictionary.chinese_views(version).get(table)
    if view is None:
        return None
    return {"name": view, "columns": _chinese_columns(version)[view]}


@lru_cache(maxsize=1)
def saved() -> tuple[Sample, ...]:
    """The team's queries by title; the same for every version."""
    return tuple(sorted(samples(SQL_DIR / "saved"), key=lambda one: one.title))


def saved_for(version: str) -> tuple[Sample, ...]:
    """Those of them that can be asked of the edition that is read: it has their tables and
    columns."""
    tables = _in_tables(version)
    return tuple(one for one in saved() if _is_held(one.sql, tables))


def _is_held(sql: str, tables: Mapping[str, Mapping[str, Named]]) -> bool:
    """Whether there are all the tables that the text names with their schema, and the columns that
    it names with their table."""
    named = [full for full, _ in _TABLE.findall(sql) if full.partition(".")[0] in SEARCH_PATH]
    columns = {name.partition(".")[2]: tables.get(name, {}) for name in named}
    return all(name in tables for name in named) and all(
        column in columns[table] for table, column in _COLUMN.findall(sql) if table in columns
    )


def _place(schema: str) -> int:
    """Where an unqualified name is looked for first stands first."""
    return SEARCH_PATH.index(schema) if schema in SEARCH_PATH else len(SEARCH_PATH)


def known(version: str) -> dict[str, object]:
    """All of it for the browser: tables with their columns, metrics, functions."""
    columns: dict[str, list[dict[str, object]]] = {}
    for one in dictionary.columns(version):
        columns.setdefault(one.table, []).append(
            {
                "name": one.name,
                "title": one.title,
                "unit": one.unit,
                "type": one.type,
                "note": one.note,
            }
        )
    return {
        "tables": [
            {
                "name": name,
                "title": table.title,
                "about": table.description or table.grain,
                "rows": table.rows,
                "columns": columns.get(name, []),
                "chinese": _chinese(version, name),
            }
            for name, table in sorted(
                dictionary.tables(version).items(), key=lambda one: _place(one[1].schema)
            )
        ],
        "metrics": [
            {"name": name, "title": title, "unit": unit, "about": definition}
            for name, title, unit, definition in _metrics(version)
        ],
        "functions": list(functions(version)),
    }

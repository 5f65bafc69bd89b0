"""What a query can reach: the tables of the file, and those that its text reads."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from warehouse.withheld import SEARCH_PATH

if TYPE_CHECKING:
    import duckdb

LONGEST = 64 << 10
"""Characters of a text whose tables are looked for."""
_COLUMNS = """
    select schema_name, table_name, column_name
    from duckdb_columns()
    where not internal
    order by coalesce(list_position($1, schema_name), 99), schema_name, table_name, column_index
"""

Table = tuple[str, str]


@dataclass(frozen=True)
class Reach:
    """`tables`: of the file, schema and name -> columns, in the order in which they are looked for.

    `reads`: what the text reads, as it is called there (its alias, or its name) in lower case, and
    the table; nothing where the text is no select.
    """

    tables: dict[Table, list[str]]
    reads: Sequence[tuple[str, Table]]

    def read_as(self, called: str) -> list[str]:
        """The tables that are called so in the text, as schema.table; of no name: all it reads."""
        wanted = called.lower()
        return [".".join(table) for name, table in self.reads if wanted in ("", name)]

    def columns_of(self, called: str) -> list[str]:
        """The columns of the table that is called so; none for no name."""
        tables = [table for name, table in self.reads if called and name == called.lower()]
        return [column for table in tables for column in self.tables[table]]

    def having(self, column: str) -> list[str]:
        """The tables with such a column, as schema.table."""
        wanted = column.lower()
        return [
            ".".join(table)
            for table, columns in self.tables.items()
            if wanted in (one.lower() for one in columns)
        ]


def reach(connection: duckdb.DuckDBPyConnection, sql: str) -> Reach:
    """What `sql` can reach on this connection; duckdb.Error."""
    tables: dict[Table, list[str]] = {}
    rows = connection.cursor().execute(_COLUMNS, [list(SEARCH_PATH)]).fetchall()
    for schema, table, column in rows:
        tables.setdefault((schema, table), []).append(column)
    return Reach(tables, _reads(connection, sql, tables))


def _reads(
    connection: duckdb.DuckDBPyConnection, sql: str, tables: dict[Table, list[str]]
) -> list[tuple[str, Table]]:
    if len(sql) > LONGEST:
        return []
    text = "select json_serialize_sql($1::varchar)"
    [(said,)] = connection.cursor().execute(text, [sql]).fetchall()
    nodes = list(_nodes(json.loads(said)))
    own = {
        entry["key"].lower() for node in nodes for entry in node.get("cte_map", {}).get("map", ())
    }
    found = []
    for node in nodes:
        if node.get("type") != "BASE_TABLE":
            continue
        schema, name = node["schema_name"].lower(), node["table_name"].lower()
        if not schema and name in own:
            continue
        held = (one for one in tables if one[1].lower() == name and schema in ("", one[0].lower()))
        if (table := next(held, None)) is not None:
            found.append(((node["alias"] or name).lower(), table))
    return found


def _nodes(tree: Any) -> list[dict[str, Any]]:
    """All objects of the tree, in no order; no recursion: texts may be deeply nested."""
    found, waiting = [], [tree]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            found.append(one)
            waiting.extend(one.values())
        elif isinstance(one, list):
            waiting.extend(one)
    return found

"""Names of this file that look like one that is not there: asked inside the wall, on an error."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from warehouse.withheld import WITHHELD, withheld_parameters

if TYPE_CHECKING:
    import duckdb

SHOWN = 3
LIKENESS = 0.7
_NO_COLUMN = re.compile(r'does not have a column named \\?"([^"\\]+)')
_NAME_CHARACTERS = 100
_TABLES = """
    select distinct unnest([table_name, schema_name || '.' || table_name])
    from (
        select schema_name, table_name from duckdb_tables() where not internal
        union all
        select schema_name, view_name from duckdb_views() where not internal
    )
"""
_COLUMNS = "select distinct column_name from duckdb_columns() where not internal"
_FUNCTIONS = "select distinct function_name from duckdb_functions()"


@dataclass(frozen=True)
class Missing:
    """What DuckDB did not find: its kind, its name, and what DuckDB would suggest."""

    kind: str
    name: str
    candidates: tuple[str, ...]


def missing(message: str) -> Missing | None:
    """What is missing, from DuckDB's error as JSON; None when it is about something else."""
    if found := _NO_COLUMN.search(message):
        return Missing("column", found.group(1), ())
    try:
        error = json.loads(message[message.index("{") :])
        name, subtype = str(error["name"]), str(error["error_subtype"])
    except (ValueError, KeyError, TypeError):
        return None
    candidates = tuple(c for c in str(error.get("candidates", "")).split(",") if c)
    if subtype == "COLUMN_NOT_FOUND":
        return Missing("column", name, candidates)
    if subtype == "MISSING_ENTRY":
        is_table = str(error.get("type", "")).lower() in ("table", "schema", "")
        return Missing("table" if is_table else "function", name, candidates)
    return None


def alike(connection: duckdb.DuckDBPyConnection, message: str) -> list[str]:
    """At most three names of the same kind: those DuckDB sees from the place first, then any of
    this file; only such as look alike."""
    import duckdb

    found = missing(message)
    if found is None:
        return []
    query = {"table": _TABLES, "column": _COLUMNS}.get(found.kind, _FUNCTIONS)
    try:
        known = [row[0] for row in connection.cursor().execute(query).fetchall()]
    except duckdb.Error:
        known = []  # the suggestion is a courtesy; the error itself is told
    near = close_to(found.name, found.candidates) if found.kind == "column" else []
    return list(dict.fromkeys([*near, *close_to(found.name, known)]))[:SHOWN]


def left_out(connection: duckdb.DuckDBPyConnection, message: str) -> list[str]:
    """What is missing because this edition was made without it: the edition, the full name and the
    title; nothing for anything else."""
    import duckdb

    found = missing(message)
    if found is None or found.kind == "function":
        return []
    try:
        rows = connection.cursor().execute(WITHHELD, withheld_parameters(found.name.lower()))
        return [str(cell) for row in rows.fetchall() for cell in row]
    except duckdb.Error:
        return []  # a file without editions: the error itself is told


def close_to(name: str, known: Sequence[str]) -> list[str]:
    """The known names that look like `name`, whatever the case, the likest first."""
    by_lower = {one.lower(): one for one in known}
    wanted = name.lower()[:_NAME_CHARACTERS]
    return [by_lower[n] for n in difflib.get_close_matches(wanted, by_lower, SHOWN, LIKENESS)]

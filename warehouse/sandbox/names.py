"""What helps with a name that is not there: asked inside the wall, on an error only.

Offered is what can stand at the place: columns of the table that is asked, tables of the schema
that is named. Where nothing does, it is told which tables have such a column.
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from warehouse.sandbox.reach import Reach, reach
from warehouse.withheld import SEARCH_PATH, WITHHELD, withheld_parameters

if TYPE_CHECKING:
    import duckdb

SHOWN = 3
LIKENESS = 0.7
COLUMN, TABLE, FUNCTION, ALIAS = "column", "table", "function", "alias"
_NO_COLUMN = re.compile(r'"([^"]+)" does not have a column named "([^"]+)"')
_NO_SCHEMA = re.compile(r'Table with name "([^"]+)" does not exist because schema')
_NO_ALIAS = re.compile(r'Referenced table "([^"]+)" not found')
_ALIASES = re.compile(r'Candidate tables: *((?:"[^"\n]+"(?:, )?)+)')
_WRITTEN = re.compile(r"""(?:"(?:[^"]|"")+"|\w+)(?:\s*\.\s*(?:"(?:[^"]|"")+"|\w+))+""")
_LAST = re.compile(r"""("(?:[^"]|"")+"|\w+)$""")
_PLAIN = re.compile(r"[^\W\d]\w*")
_BINDINGS = re.compile(r'Candidate bindings: ?:? *((?:"[^"\n]+"(?:, )?)+)')
_QUALIFIED = re.compile(r'"?(\w+)"?\s*\.\s*"?\w')
_NAME_CHARACTERS = 100
_FUNCTIONS = "select distinct function_name from duckdb_functions()"


@dataclass(frozen=True)
class Missing:
    """What DuckDB did not find: its kind, its name, and what DuckDB sees from the place.

    `of`: the schema of a table, the table or alias of a column, where the author wrote one; of an
    alias the column that was asked of it.
    """

    kind: str
    name: str
    candidates: tuple[str, ...] = ()
    of: str = ""


def missing(message: str, sql: str) -> Missing | None:
    """What is missing, from DuckDB's error as JSON; None when it is about something else."""
    try:
        error = json.loads(message[message.index("{") :])
        said = str(error["exception_message"])
    except (ValueError, KeyError, TypeError):
        return None
    if found := _NO_COLUMN.search(said):
        seen = _BINDINGS.search(said)
        names = tuple(re.findall(r'"([^"]+)"', seen.group(1))) if seen else ()
        return Missing(COLUMN, found.group(2), names, of=found.group(1))
    if found := _NO_SCHEMA.search(said):
        schema, _, table = found.group(1).rpartition(".")
        return Missing(TABLE, table, of=schema)
    if found := _NO_ALIAS.search(said):
        seen = _ALIASES.search(said)
        names = tuple(re.findall(r'"([^"]+)"', seen.group(1))) if seen else ()
        return Missing(ALIAS, found.group(1), names, of=_column_at(sql, _position(error)))
    name, subtype = str(error.get("name", "")), error.get("error_subtype")
    candidates = tuple(c for c in str(error.get("candidates", "")).split(",") if c)
    if subtype == "COLUMN_NOT_FOUND":
        return Missing(COLUMN, name, candidates)
    if subtype != "MISSING_ENTRY":
        return None
    if str(error.get("type", "")).lower() not in (TABLE, "schema", ""):
        return Missing(FUNCTION, name)
    return Missing(TABLE, name, of=_schema_at(sql, _position(error)))


def _position(error: Mapping[str, object]) -> int | None:
    """The place as an offset in bytes, where DuckDB tells one."""
    told = str(error.get("position", ""))
    return int(told) if told.isdigit() else None


def _rest(sql: str, position: int | None) -> str:
    """What is written from an offset in bytes on; nothing for no offset."""
    if position is None:
        return ""
    return sql.encode("utf-8", "surrogatepass")[position:].decode("utf-8", "replace")


def _schema_at(sql: str, position: int | None) -> str:
    """The schema that is written there; empty where there is none."""
    found = _QUALIFIED.match(_rest(sql, position))
    return found.group(1) if found else ""


def _column_at(sql: str, position: int | None) -> str:
    """The last part of the name that is written there; empty where it has but one."""
    written = _WRITTEN.match(_rest(sql, position))
    last = _LAST.search(written.group()) if written else None
    return last.group().strip('"').replace('""', '"') if last else ""


def help_with(
    connection: duckdb.DuckDBPyConnection, sql: str, message: str
) -> dict[str, list[str]]:
    """`meant`: names that look alike and can stand there, `elsewhere`: else the tables that have
    the column; `withheld`: edition, full name and title of what this edition was made without."""
    import duckdb

    found = missing(message, sql)
    if found is None:
        return {}
    try:
        if found.kind == FUNCTION:
            rows = connection.cursor().execute(_FUNCTIONS).fetchall()
            return {"meant": close_to(found.name, [name for (name,) in rows])}
        seen = reach(connection, sql)
        if found.kind == ALIAS:
            return {"meant": _of_aliases(found, seen)}
        if withheld := _withheld(connection, found, seen):
            return {"withheld": withheld}
        if found.kind == TABLE:
            return {"meant": _tables(found, seen)}
        meant = close_to(found.name, [*found.candidates, *seen.columns_of(found.of)])
        return {"meant": meant} if meant else {"elsewhere": seen.having(found.name)}
    except duckdb.Error:
        return {}  # the suggestion is a courtesy; the error itself is told


def _withheld(connection: duckdb.DuckDBPyConnection, found: Missing, seen: Reach) -> list[str]:
    import duckdb

    name, of = found.name.lower(), found.of.lower()
    if found.kind == TABLE:
        asked = withheld_parameters(f"{of}.{name}" if of else name, ())
    else:
        asked = withheld_parameters(name, seen.read_as(found.of))
    try:
        rows = connection.cursor().execute(WITHHELD, asked).fetchall()
    except duckdb.Error:
        return []  # a file without editions
    return [str(cell) for row in rows for cell in row]


def _tables(found: Missing, seen: Reach) -> list[str]:
    """Of the named schema by their names alone, of others with their schema."""
    name, of = found.name.lower(), found.of.lower()
    if not of:
        return close_to(name, [t if s in SEARCH_PATH else f"{s}.{t}" for s, t in seen.tables])
    same = [f"{s}.{t}" for s, t in seen.tables if t.lower() == name and s.lower() != of]
    near = close_to(name, [t for s, t in seen.tables if s.lower() == of])
    full = close_to(f"{of}.{name}", [f"{s}.{t}" for s, t in seen.tables])
    return list(dict.fromkeys([*same, *near] or full))[:SHOWN]


def _of_aliases(found: Missing, seen: Reach) -> list[str]:
    """The column as what the text reads has it, the aliases that are called likest first; where
    nothing has it, columns that look alike; where none does, the alias alone is put right."""
    known = [*found.candidates, *(name for name, _ in seen.reads)]  # DuckDB names some of them
    aliases = list(dict.fromkeys([*close_to(found.name, known), *known]))
    if not found.of:
        return [_quoted(alias) for alias in aliases][:SHOWN]
    columns = {alias: seen.columns_of(alias) for alias in aliases}
    wanted = found.of.lower()
    same = [(one, name) for one, held in columns.items() for name in held if name.lower() == wanted]
    near = [(one, name) for one, held in columns.items() for name in close_to(found.of, held)]
    as_written = [(one, found.of) for one in aliases]
    offered = same or near or as_written
    return [f"{_quoted(alias)}.{_quoted(column)}" for alias, column in offered][:SHOWN]


def _quoted(name: str) -> str:
    return name if _PLAIN.fullmatch(name) else '"' + name.replace('"', '""') + '"'


def close_to(name: str, known: Sequence[str]) -> list[str]:
    """The known names that look like `name`, whatever the case, the likest first; never itself."""
    by_lower = {one.lower(): one for one in known}
    by_lower.pop(name.lower(), None)
    wanted = name.lower()[:_NAME_CHARACTERS]
    return [by_lower[n] for n in difflib.get_close_matches(wanted, by_lower, SHOWN, LIKENESS)]

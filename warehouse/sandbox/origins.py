"""Which column of which table a column of a result is: read off the text, inside the wall.

Only what is a table's column and nothing else has an origin: no sum of it, no cast, no constant
that is called so. Where the text leaves any doubt there is none.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import duckdb

LONGEST = 64 << 10
"""Characters of a text that is gone through."""
MOST_COLUMNS, MOST_EACH = 1_000, 8
Origin = tuple[str, str]
"""A table as it is written (with its schema, or found on the search path), and its column."""
_ONE_SIDED = ("SEMI", "ANTI")


class _Unclear(Exception):
    """What the text does not tell by itself."""


@dataclass(frozen=True)
class Column:
    """A column of a select or a table: its name (None: DuckDB makes one up), what it may be."""

    name: str | None
    origins: tuple[Origin, ...] = ()


@dataclass(frozen=True)
class _Source:
    """What stands in a from clause: how it is called, its columns (None: the text tells none)."""

    names: tuple[str, ...]
    columns: Sequence[Column] | None


@dataclass(frozen=True)
class _From:
    sources: Sequence[_Source] = ()
    merged: frozenset[str] = frozenset()
    """Columns that `using` makes one of two."""


def origins(
    connection: duckdb.DuckDBPyConnection, sql: str, names: Sequence[str]
) -> list[Sequence[Origin]]:
    """For each column of the result, `names`, the columns that it is (one of); empty where it is
    none, or in doubt."""
    import duckdb

    nothing: list[Sequence[Origin]] = [()] * len(names)
    if len(sql) > LONGEST or len(names) > MOST_COLUMNS:
        return nothing
    try:
        [(said,)] = connection.execute("select json_serialize_sql($1::varchar)", [sql]).fetchall()
        tree = json.loads(said)
        if tree["error"]:
            return nothing
        [statement] = tree["statements"]
        found = _Reader(connection).query(statement["node"], {})
    except (duckdb.Error, RecursionError, LookupError, TypeError, ValueError, _Unclear):
        # A title is a courtesy; without it the name is shown. No query fails for want of one, even
        # if a later DuckDB writes its tree otherwise.
        return nothing
    if len(found) != len(names) or not all(map(_is_called, found, names)):
        return nothing
    return [one.origins if len(one.origins) <= MOST_EACH else () for one in found]


def _is_called(column: Column, name: str) -> bool:
    return column.name is None or column.name.lower() == name.lower()


class _Reader:
    """Goes through one text; asks the database only for the columns of its tables."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        self._tables: dict[str, Sequence[Column] | None] = {}

    def query(
        self, node: Mapping[str, Any], known: Mapping[str, Sequence[Column] | None]
    ) -> Sequence[Column]:
        """The columns of a select or of several put together; `known`: the `with` around it."""
        within = dict(known)
        for entry in node["cte_map"]["map"]:
            within[entry["key"].lower()] = self._with(entry["value"], within)
        if node["type"] == "SELECT_NODE":
            return self._select(node, within)
        if node["type"] == "SET_OPERATION_NODE" and node["setop_type"] != "UNION_BY_NAME":
            return _together([self.query(child, within) for child in node["children"]])
        raise _Unclear

    def _with(
        self, entry: Mapping[str, Any], known: Mapping[str, Sequence[Column] | None]
    ) -> Sequence[Column] | None:
        try:
            return _renamed(self.query(entry["query_node"], known), entry["aliases"])
        except _Unclear:
            return None

    def _select(
        self, node: Mapping[str, Any], known: Mapping[str, Sequence[Column] | None]
    ) -> Sequence[Column]:
        found: list[Column] = []
        given = self._from(node["from_table"], known)
        for item in node["select_list"]:
            if item["class"] == "STAR":
                found += _star(item, given)
            elif item["class"] == "COLUMN_REF":
                found.append(_named(item, given))
            else:
                found.append(Column(item["alias"] or None))
            if len(found) > MOST_COLUMNS:
                raise _Unclear
        return found

    def _from(self, node: Mapping[str, Any], known: Mapping[str, Sequence[Column] | None]) -> _From:
        match node["type"]:
            case "EMPTY":
                return _From()
            case "BASE_TABLE":
                return _From([self._table(node, known)])
            case "SUBQUERY":
                inner = self.query(node["subquery"]["node"], known)
                columns = _renamed(inner, node["column_name_alias"])
                return _From([_Source((node["alias"].lower(),), columns)])
            case "JOIN":
                left, right = (self._from(node[side], known) for side in ("left", "right"))
                if node["join_type"] in _ONE_SIDED:
                    return left
                return _From(
                    [*left.sources, *right.sources],
                    left.merged | right.merged | _merged(node, left, right),
                )
        return _From([_Source((node["alias"].lower(),), None)])

    def _table(
        self, node: Mapping[str, Any], known: Mapping[str, Sequence[Column] | None]
    ) -> _Source:
        schema, name = node["schema_name"].lower(), node["table_name"].lower()
        if not schema and name in known:
            columns = known[name]
        else:
            columns = self._columns(f"{schema}.{name}" if schema else name)
        names = (node["alias"].lower(),) if node["alias"] else (name, f"{schema}.{name}")
        aliases = node["column_name_alias"]
        return _Source(names, None if columns is None else _renamed(columns, aliases))

    def _columns(self, table: str) -> Sequence[Column] | None:
        if table not in self._tables:
            quoted = ".".join('"' + part.replace('"', '""') + '"' for part in table.split("."))
            names = self._connection.sql(f"from {quoted}").columns
            self._tables[table] = [Column(name, ((table, name),)) for name in names]
        return self._tables[table]


def _merged(node: Mapping[str, Any], left: _From, right: _From) -> frozenset[str]:
    if node["ref_type"] == "NATURAL":
        return frozenset(_all_names(left) & _all_names(right))
    return frozenset(name.lower() for name in node["using_columns"])


def _all_names(given: _From) -> set[str]:
    return {one.name.lower() for one in _all_columns(given.sources) if one.name}


def _all_columns(sources: Iterable[_Source]) -> list[Column]:
    found: list[Column] = []
    for source in sources:
        if source.columns is None:
            raise _Unclear
        found += source.columns
    return found


def _star(item: Mapping[str, Any], given: _From) -> Sequence[Column]:
    if item["columns"] or item["expr"] or item["qualified_exclude_list"]:
        raise _Unclear
    of = item["relation_name"].lower()
    chosen = [source for source in given.sources if not of or of in source.names]
    renamed = {one["key"]["column"].lower(): one["value"] for one in item["rename_list"]}
    replaced = {one["key"].lower() for one in item["replace_list"]}
    passed = {name.lower() for name in item["exclude_list"]}
    found = []
    for column in _all_columns(chosen):
        name = (column.name or "").lower()
        if name in passed:
            continue
        if not of and name in given.merged:
            passed.add(name)  # once for both sides
            column = _found(name, given.sources)
        if name in replaced:
            column = Column(column.name)
        found.append(replace(column, name=renamed.get(name, column.name)))
    return found


def _named(item: Mapping[str, Any], given: _From) -> Column:
    *of, name = (part.lower() for part in item["column_names"])
    sources = [one for one in given.sources if not of or ".".join(of) in one.names]
    found = _found(name, sources)
    is_merged = name in given.merged and not of
    is_one = len(found.origins) == 1 or is_merged
    shown = item["alias"] or item["column_names"][-1]
    return Column(shown, found.origins if is_one else ())


def _found(name: str, sources: Iterable[_Source]) -> Column:
    """The column of that name; of all sources that have it."""
    if any(source.columns is None for source in sources):
        return Column(name)
    held = [one for one in _all_columns(sources) if (one.name or "").lower() == name]
    if not all(one.origins for one in held):
        return Column(name)
    return Column(name, tuple(origin for one in held for origin in one.origins))


def _renamed(columns: Sequence[Column], names: Sequence[str]) -> Sequence[Column]:
    """The first of them called otherwise."""
    called = [*names, *(one.name for one in columns[len(names) :])]
    return [replace(one, name=name) for one, name in zip(columns, called, strict=False)]


def _together(parts: Sequence[Sequence[Column]]) -> Sequence[Column]:
    """Columns below one another: each is whatever it is in any part."""
    found = []
    for column, *others in zip(*parts, strict=False):
        every = (column, *others)
        is_known = all(one.origins for one in every)
        merged = dict.fromkeys(origin for one in every for origin in one.origins)
        found.append(Column(column.name, tuple(merged) if is_known else ()))
    return found

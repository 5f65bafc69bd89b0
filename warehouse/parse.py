"""What DuckDB's own parser says of one select: the tables it reads, the constructs it uses.

Positions are byte offsets into the text that was parsed (measured), so lines are counted in bytes.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import duckdb

NO_POSITION = 2**64 - 1
QUERY_NODES = frozenset({"SELECT_NODE", "SET_OPERATION_NODE", "RECURSIVE_CTE_NODE", "CTE_NODE"})
DIVISIONS = frozenset({"/", "//", "divide", "fdiv"})
CLOCKS = frozenset(
    (
        *("now", "today", "current_date", "current_time", "current_timestamp", "localtime"),
        *("localtimestamp", "get_current_time", "get_current_timestamp", "transaction_timestamp"),
        *("random", "uuid", "uuidv4", "uuidv7", "gen_random_uuid", "setseed", "nextval"),
    )
)
FILE_FUNCTIONS = ("read_", "parquet_", "glob", "sniff_csv", "query", "duckdb_", "pragma_")

Node = dict[str, Any]


@dataclass(frozen=True)
class TableRef:
    """A table named in the text; `schema` is empty when the author gave none."""

    schema: str
    table: str
    line: int | None

    @property
    def name(self) -> str:
        """schema.table"""
        return f"{self.schema}.{self.table}"


@dataclass(frozen=True)
class Use:
    """A construct that the house style names (see lint.py)."""

    construct: str
    line: int | None


@dataclass(frozen=True)
class SyntaxFault:
    """Why the text is not one select."""

    line: int | None
    problem: str


@dataclass(frozen=True)
class Parsed:
    """One select: tables in order of appearance (CTEs left out) and constructs used."""

    reads: tuple[TableRef, ...]
    uses: tuple[Use, ...]


@cache
def _parser() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(":memory:")


@lru_cache(maxsize=512)  # of a build's files each is asked for twice: reads, then origins
def serialize(text: str) -> Node:
    """DuckDB's syntax tree of `text` (json_serialize_sql), errors included; not to be changed."""
    cursor = _parser().cursor()
    row = cursor.execute("select json_serialize_sql(?::varchar)", [text]).fetchall()[0]
    tree: Node = json.loads(row[0])
    return tree


def parse_select(text: str) -> Parsed | SyntaxFault:
    """Reads and constructs of the one select in `text`, or why it is not one select."""
    tree = serialize(text)
    if tree["error"]:
        return _fault(text, tree)
    statements = tree["statements"]
    if len(statements) != 1:
        problem = "文件里没有语句" if not statements else f"文件里有 {len(statements)} 条语句"
        return SyntaxFault(None, problem)
    walk = _Walk(text)
    walk.visit(statements[0]["node"], frozenset())
    if walk.fault:
        return walk.fault
    return Parsed(tuple(walk.reads), tuple(walk.uses))


def _fault(text: str, tree: Node) -> SyntaxFault:
    if tree["error_type"] == "not implemented":
        return SyntaxFault(None, "不是一条 select 语句")
    position = tree.get("position")
    line = line_at(text, int(position)) if position else None
    return SyntaxFault(line, f"SQL 语法错误（{tree['error_message']}）")


def line_at(text: str, position: int) -> int | None:
    """The line (from 1) of a byte offset; None when the parser gave no position."""
    if position == NO_POSITION:
        return None
    return text.encode()[:position].count(b"\n") + 1


class _Walk:
    """Visits a syntax tree with the CTE names in scope; collects reads and constructs."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.reads: list[TableRef] = []
        self.uses: list[Use] = []
        self.fault: SyntaxFault | None = None

    def visit(self, node: Any, scope: frozenset[str]) -> None:
        if isinstance(node, list):
            for item in node:
                self.visit(item, scope)
        elif isinstance(node, dict):
            kind = node.get("type")
            if "cte_map" in node:
                scope = self._ctes(node, scope)
            if isinstance(kind, str) and (look := _LOOKS.get(kind)):
                self.uses.extend(look(self.text, node))
            self._table(node, scope)
            for key, value in node.items():
                if key != "cte_map":
                    self.visit(value, scope)

    def _ctes(self, node: Node, scope: frozenset[str]) -> frozenset[str]:
        if node["type"] not in QUERY_NODES:
            self.fault = SyntaxFault(None, "with 里改写数据的语句不是 select")
        for entry in node["cte_map"]["map"]:
            name = entry["key"].lower()
            body = entry["value"]["query_node"]
            itself = {name} if body["type"] == "RECURSIVE_CTE_NODE" else set()
            self.visit(entry["value"], scope | itself)
            scope = scope | {name}
        return scope

    def _table(self, node: Node, scope: frozenset[str]) -> None:
        if node.get("type") == "SHOW_REF":
            self.fault = SyntaxFault(None, "不是一条 select 语句")
        if node.get("type") != "BASE_TABLE":
            return
        schema, table = node["schema_name"].lower(), node["table_name"]
        if not schema and table.lower() in scope:
            return
        line = line_at(self.text, node["query_location"])
        name = table if schema == "" else table.lower()
        self.reads.append(TableRef(schema, name, line))


def _positions(node: Any) -> Iterator[int]:
    if isinstance(node, list):
        for item in node:
            yield from _positions(item)
    elif isinstance(node, dict):
        position = node.get("query_location", NO_POSITION)
        if position != NO_POSITION:
            yield position
        for value in node.values():
            yield from _positions(value)


def _line(text: str, node: Node) -> int | None:
    return line_at(text, min(_positions(node), default=NO_POSITION))


def _select(text: str, node: Node) -> Iterator[Use]:
    if node["aggregate_handling"] == "FORCE_AGGREGATES":
        yield Use("group by all", _line(text, node))
    listed = min(_positions(node["select_list"]), default=NO_POSITION)
    if node["from_table"].get("type") in ("EMPTY", "EXPRESSION_LIST", "SHOW_REF"):
        return
    if min(_positions(node["from_table"]), default=NO_POSITION) < listed:
        yield Use("from 写在 select 之前", _line(text, node["from_table"]))


def _star(text: str, node: Node) -> Iterator[Use]:
    line = _line(text, node)
    if node["columns"]:
        yield Use("columns()" if line else "order by all", line)
    if node["exclude_list"] or node["qualified_exclude_list"]:
        yield Use("exclude", line)
    if node["replace_list"] or node["rename_list"]:
        yield Use("replace / rename", line)


def _set_operation(text: str, node: Node) -> Iterator[Use]:
    if "BY_NAME" in node["setop_type"]:
        yield Use("by name", _line(text, node))


def _join(text: str, node: Node) -> Iterator[Use]:
    if node["ref_type"] in ("ASOF", "POSITIONAL"):
        yield Use(node["ref_type"].lower(), _line(text, node))


def _pivot(text: str, node: Node) -> Iterator[Use]:
    yield Use("pivot", _line(text, node))


def _function(text: str, node: Node) -> Iterator[Use]:
    name = node["function_name"].lower()
    if name in DIVISIONS:
        yield Use("除法", _line(text, node))
    if name in CLOCKS:
        yield Use("时钟或随机数", _line(text, node))
    if name.startswith(FILE_FUNCTIONS):
        yield Use("读取文件", _line(text, node))


def _table_function(text: str, node: Node) -> Iterator[Use]:
    name = node["function"]["function_name"].lower()
    if name.startswith(FILE_FUNCTIONS):
        yield Use("读取文件", _line(text, node))


def _column(text: str, node: Node) -> Iterator[Use]:
    names = node["column_names"]
    if len(names) == 1 and names[0].lower() in CLOCKS and names[0].startswith("current_"):
        yield Use("时钟或随机数", _line(text, node))


_LOOKS: dict[str, Callable[[str, Node], Iterator[Use]]] = {
    "SELECT_NODE": _select,
    "STAR": _star,
    "SET_OPERATION_NODE": _set_operation,
    "JOIN": _join,
    "PIVOT": _pivot,
    "FUNCTION": _function,
    "WINDOW_AGGREGATE": _function,
    "TABLE_FUNCTION": _table_function,
    "COLUMN_REF": _column,
}

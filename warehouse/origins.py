"""Which columns each column of a select is made from, as its syntax tree says.

Only what a value is computed from counts, not what its row was chosen or joined by. Where a name
cannot be followed, everything in sight is taken for its origin: too much rather than too little.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from warehouse.parse import Node, serialize

Origin = tuple[str, str]  # table, column
Origins = frozenset[Origin]
Columns = dict[str, Origins]
NOWHERE: Origins = frozenset()
ROUNDS = 10  # of a recursive query, until nothing is added; more than any has columns in a circle


class Unfollowed(Exception):
    """A construct whose columns cannot be followed; carries its name."""


@dataclass(frozen=True)
class _Relation:
    """What stands in a from clause; `rest` are origins of columns that it does not list."""

    alias: str
    columns: Columns
    rest: Origins | None = None

    @property
    def whole(self) -> Origins:
        """The origins of all its columns."""
        return frozenset().union(self.rest or NOWHERE, *self.columns.values())


Relations = tuple[_Relation, ...]
Ctes = Mapping[str, Columns]
Known = Callable[[str], Columns]


def origins(text: str, known: Known) -> Columns:
    """Column -> the columns of tables it is made from, in the order of the select.

    `text` is one select that parses; `known` gives the columns of a table (each its own origin).
    Unfollowed names what it does not know.
    """
    tree = serialize(text)
    return _Reader(known).query(tree["statements"][0]["node"], {}, ())


class _Reader:
    def __init__(self, known: Known) -> None:
        self.known = known

    def query(self, node: Node, ctes: Ctes, outer: Relations) -> Columns:
        """The columns a query node gives."""
        for entry in node.get("cte_map", {}).get("map", ()):
            body = entry["value"]["query_node"]
            ctes = {**ctes, entry["key"].lower(): self.query(body, ctes, outer)}
        kind = node["type"]
        if kind == "SELECT_NODE":
            return self._select(node, ctes, outer)
        if kind == "SET_OPERATION_NODE":
            first, *others = (self.query(child, ctes, outer) for child in _children(node))
            for other in others:
                first = _beside(first, other)
            return first
        if kind == "RECURSIVE_CTE_NODE":
            return self._recursive(node, ctes, outer)
        raise Unfollowed(kind)

    def _recursive(self, node: Node, ctes: Ctes, outer: Relations) -> Columns:
        found = self.query(node["left"], ctes, outer)
        for _ in range(ROUNDS):
            inside = {**ctes, node["cte_name"].lower(): found}
            more = _beside(found, self.query(node["right"], inside, outer))
            if more == found:
                return found
            found = more
        raise Unfollowed(kind_of(node))

    def _select(self, node: Node, ctes: Ctes, outer: Relations) -> Columns:
        relations = self._from(node["from_table"], ctes, outer)
        own: Columns = {}
        for number, item in enumerate(node["select_list"]):
            if item["type"] == "STAR":
                own |= _starred(item, relations)
                continue
            name = item.get("alias") or _last_name(item) or f"column{number}"
            own[name.lower()] = self._expression(item, relations, own, ctes, outer)
        return own

    def _from(self, node: Node, ctes: Ctes, outer: Relations) -> Relations:
        kind = node["type"]
        alias = (node.get("alias") or "").lower()
        if kind == "EMPTY":
            return ()
        if kind == "BASE_TABLE":
            schema, table = node.get("schema_name", "").lower(), node["table_name"].lower()
            is_cte = not schema and table in ctes
            columns = ctes[table] if is_cte else self.known(f"{schema}.{table}")
            return (_Relation(alias or table, _renamed(node, columns)),)
        if kind == "JOIN":
            left = self._from(node["left"], ctes, outer)
            return (*left, *self._from(node["right"], ctes, (*left, *outer)))
        if kind == "SUBQUERY":
            columns = self.query(node["subquery"]["node"], ctes, outer)
            return (_Relation(alias, _renamed(node, columns)),)
        if kind == "TABLE_FUNCTION":
            made = self._expression(node["function"], outer, {}, ctes, ())
            names = node.get("column_name_alias", ())
            return (_Relation(alias, {name.lower(): made for name in names}, rest=made),)
        if kind == "EXPRESSION_LIST":
            rows = [[self._expression(v, outer, {}, ctes, ()) for v in r] for r in node["values"]]
            columns = {
                f"col{n}": frozenset().union(*cells)
                for n, cells in enumerate(zip(*rows, strict=True))
            }
            return (_Relation(alias, _renamed(node, columns)),)
        raise Unfollowed(kind)

    def _expression(
        self, node: Any, relations: Relations, own: Columns, ctes: Ctes, outer: Relations
    ) -> Origins:
        if isinstance(node, list):
            parts = (self._expression(item, relations, own, ctes, outer) for item in node)
            return frozenset().union(*parts)
        if not isinstance(node, dict):
            return NOWHERE
        kind = node.get("type")
        if kind == "COLUMN_REF":
            return _resolved(tuple(n.lower() for n in node["column_names"]), relations, own, outer)
        if kind == "STAR":  # count(*) has none; any other star inside an expression is everything
            return frozenset().union(*(r.whole for r in relations))
        if kind == "LAMBDA":
            named = _Relation("", dict.fromkeys(_parameters(node), NOWHERE))
            return self._expression(node["expr"], (named, *relations), own, ctes, outer)
        found = NOWHERE
        for key, value in node.items():
            if key == "subquery" and isinstance(value, dict) and "node" in value:
                inner = self.query(value["node"], ctes, (*relations, *outer))
                found |= frozenset().union(*inner.values())
            else:
                found |= self._expression(value, relations, own, ctes, outer)
        return found


def kind_of(node: Node) -> str:
    """What the parser calls the node."""
    return str(node["type"])


def _children(node: Node) -> list[Node]:
    children: list[Node] = node.get("children") or [node["left"], node["right"]]
    return children


def _beside(first: Columns, other: Columns) -> Columns:
    """The columns of two queries one under the other: met by place."""
    if len(first) != len(other):
        raise Unfollowed("union 的各列数目不同")
    pairs = zip(first.items(), other.values(), strict=True)
    return {name: mine | theirs for (name, mine), theirs in pairs}


def _renamed(node: Node, columns: Columns) -> Columns:
    names = [name.lower() for name in node.get("column_name_alias", ())]
    given = list(columns)
    return dict(zip([*names, *given[len(names) :]], columns.values(), strict=True))


def _starred(item: Node, relations: Relations) -> Columns:
    of = (item.get("relation_name") or "").lower()
    found: Columns = {}
    for relation in relations:
        if of in ("", relation.alias):
            if relation.rest is not None:
                raise Unfollowed("* 取自没有写明列名的函数")
            found |= relation.columns
    return found


def _last_name(item: Node) -> str | None:
    return item["column_names"][-1] if item["type"] == "COLUMN_REF" else None


def _parameters(node: Node) -> set[str]:
    """The names of a lambda's parameters."""
    found: set[str] = set()
    waiting: list[Any] = [node["lhs"]]
    while waiting:
        item = waiting.pop()
        if isinstance(item, dict):
            if item.get("type") == "COLUMN_REF":
                found.add(item["column_names"][-1].lower())
            waiting.extend(item.values())
        elif isinstance(item, list):
            waiting.extend(item)
    return found


def _resolved(
    names: tuple[str, ...], relations: Relations, own: Columns, outer: Relations
) -> Origins:
    """The origins of a name: alias.column, column (of any relation that has it), whole relation."""
    for scope in (relations, outer):
        for alias, column in ((names[0], names[1:2]), (names[-2] if names[1:] else "", names[-1:])):
            for relation in scope:
                if column and relation.alias == alias and column[0] in relation.columns:
                    return relation.columns[column[0]]
        if having := [r.columns[names[0]] for r in scope if names[0] in r.columns]:
            return frozenset().union(*having)
        if scope is relations and names[0] in own:
            return own[names[0]]
        if named := [r for r in scope if r.alias == names[0]]:
            # Of a column that its table does not have DuckDB says where it stands.
            return NOWHERE if names[1:] else frozenset().union(*(r.whole for r in named))
    return frozenset().union(*(r.whole for r in (*relations, *outer)))

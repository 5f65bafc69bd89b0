"""Random queries from a grammar, over the tables and functions that a file really has."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

_TYPES = (
    "integer",
    "bigint",
    "hugeint",
    "double",
    "varchar",
    "date",
    "timestamptz",
    "boolean",
    "decimal(18, 3)",
    "blob",
    "json",
    "uuid",
    "interval",
    "integer[]",
    "bit",
    "time",
)
_LITERALS = (
    "0",
    "1",
    "-1",
    "null",
    "true",
    "1e308",
    "9223372036854775807",
    "0.1",
    "'灾'",
    "''",
    "'x'::blob",
    "date '2021-03-21'",
    "timestamptz '2021-03-21'",
    "interval 1 day",
    "[1, 2]",
    "{'a': 1}",
    "'[1]'::json",
    "map {1: 2}",
    "'/etc/passwd'",
    "'\\x00'",
    "$area",
)
_BINARY = (
    "+",
    "-",
    "*",
    "/",
    "//",
    "%",
    "||",
    "=",
    "<>",
    "<",
    ">=",
    "and",
    "or",
    "like",
    "in",
    "is distinct from",
    "similar to",
    "&",
    "|",
    "<<",
    "^",
    "->",
    "->>",
    "collate",
)
_JOINS = (
    "join",
    "left join",
    "full join",
    "cross join",
    "positional join",
    "asof join",
    "semi join",
    "anti join",
    "natural join",
)
_WRAPS = (
    "{q}",
    "explain {q}",
    "explain analyze {q}",
    "describe {q}",
    "summarize {q}",
    "({q})",
    "with recursive z as ({q}) from z",
    "from ({q}) limit 3",
    "{q} union all {q}",
    "select count(*) from ({q})",
    "{q};",
    "pivot ({q}) on 1 using count(*)",
    "create temp table t as {q}",
    "copy ({q}) to '/tmp/x'",
    "{q}; {q}",
    "with w as materialized ({q}) from w, w as v",
)
T = TypeVar("T")
_PLAIN_WRAPS = 6  # of ten queries, so many are not wrapped at all
_NOISE = "（），；'\"$()[]{};,.\x00\u200b\u3000\\/*-"


@dataclass(frozen=True)
class Vocabulary:
    """What stands in queries: tables with a schema, columns, functions."""

    tables: Sequence[str]
    columns: Sequence[str]
    functions: Sequence[str]


class Grammar:
    """Queries by a seed: the same seed and vocabulary give the same queries."""

    def __init__(self, seed: int, words: Vocabulary) -> None:
        self.random, self.words = random.Random(seed), words

    def query(self) -> str:
        """One query; most can be parsed, many can be bound, some are broken on purpose."""
        text = self._select(3)
        if self.random.randrange(10) >= _PLAIN_WRAPS:
            text = self._one(_WRAPS).format(q=text)
        if self.random.randrange(20) == 0:
            at = self.random.randrange(len(text))
            text = text[:at] + self._one(_NOISE) + text[at + self.random.randrange(3) :]
        return text

    def _select(self, depth: int) -> str:
        items = ", ".join(self._value(depth) for _ in range(self.random.randint(1, 3)))
        text = f"select {self._one(('', '', 'distinct '))}{items} from {self._from(depth)}"
        if self._chance(2):
            text += f" where {self._value(depth)}"
        if self._chance(4):
            text += " group by all"
        if self._chance(4):
            text += f" order by {self._value(1)}"
        if self._chance(4):
            text += f" limit {self.random.randint(0, 50)}"
        return text

    def _from(self, depth: int) -> str:
        kinds = [lambda: self._one(self.words.tables), lambda: f"range({self._number()}) as r(i)"]
        if depth:
            kinds += [
                lambda: f"({self._select(depth - 1)}) as s{depth}",
                lambda: f"{self._from(depth - 1)} {self._one(_JOINS)} {self._from(0)} using (i)",
                lambda: f"{self._from(depth - 1)}, lateral ({self._select(depth - 1)}) as l{depth}",
                lambda: f"{self._one(self.words.functions)}({self._value(0)})",
                lambda: f"unnest({self._value(depth - 1)}) as u(i)",
            ]
        return self._one(kinds)()

    def _value(self, depth: int) -> str:
        kinds = [lambda: self._one(_LITERALS), lambda: self._one(self.words.columns), lambda: "*"]
        if depth:
            kinds += [
                lambda: self._call(depth),
                lambda: self._call(depth),
                lambda: f"({self._value(depth - 1)} {self._one(_BINARY)} {self._value(depth - 1)})",
                lambda: f"try_cast({self._value(depth - 1)} as {self._one(_TYPES)})",
                lambda: f"({self._value(depth - 1)})::{self._one(_TYPES)}",
                lambda: f"({self._select(depth - 1)} limit 1)",
                lambda: f"case when {self._value(depth - 1)} then {self._value(depth - 1)} end",
                lambda: (
                    f"list_transform({self._value(depth - 1)}, lambda x: {self._value(depth - 1)})"
                ),
                lambda: f"{self._call(depth)} over (order by {self._value(0)})",
                lambda: f"exists ({self._select(depth - 1)})",
            ]
        return self._one(kinds)()

    def _call(self, depth: int) -> str:
        arguments = (self._value(depth - 1) for _ in range(self.random.randint(0, 3)))
        return f"{self._one(self.words.functions)}({', '.join(arguments)})"

    def _number(self) -> int:
        return int(10 ** self.random.uniform(0, 12))

    def _chance(self, of: int) -> bool:
        return self.random.randrange(of) == 0

    def _one(self, items: Sequence[T]) -> T:
        return items[self.random.randrange(len(items))]

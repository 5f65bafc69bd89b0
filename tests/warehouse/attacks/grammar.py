"""Random queries from a grammar, over the tables, columns and functions that a file really has.

What is asked for by its type is generated of that type, so that most queries get as far as running;
now and then anything is put anywhere.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from tests.warehouse.attacks.vocabulary import (
    CASTABLE,
    COMPARED,
    FILTERED,
    JOINED,
    LITERALS,
    NOISE,
    NUMBERS,
    RECKONED,
    TIMES,
    UNITED,
    WRAPS,
    Function,
    Vocabulary,
)

T = TypeVar("T")
Scope = tuple[tuple[str, str], ...]
"""What can be named at a place: expression and type."""
_Named = Mapping[str, tuple[Function, ...]]
_DEPTH = 3
_ONE_IN = {"wrapped": 3, "noisy": 25, "wild": 80}
_TYPES = tuple(LITERALS)


class Grammar:
    """Queries by a seed: the same seed and vocabulary give the same queries."""

    def __init__(self, seed: int, words: Vocabulary) -> None:
        self.random, self.words = random.Random(seed), words
        self._scalars = words.of_kind("scalar", "macro")
        self._aggregates = words.of_kind("aggregate")
        self._table_functions = words.of_kind("table", "table_macro")
        self._named = 0

    def query(self) -> str:
        """One query; most can be run, some are broken on purpose."""
        self._named = 0
        text = self._select(self.random.randint(1, _DEPTH), ())[0]
        if self._chance("wrapped"):
            text = self._one(WRAPS).replace("{q}", text)
        for name, word in self.words.words.items():
            text = text.replace(f"{{{name}}}", word)
        text = text.replace("{{", "{").replace("}}", "}")
        if self._chance("noisy"):
            at = self.random.randrange(len(text))
            text = text[:at] + self._one(NOISE) + text[at + self.random.randrange(3) :]
        return text

    def _select(self, depth: int, outer: Scope, gives: Sequence[str] = ()) -> tuple[str, list[str]]:
        """A select and the types of its columns c0, c1, …"""
        source, scope = self._from(depth, outer)
        kinds = [*gives] or [self._type(scope) for _ in range(self.random.randint(1, 3))]
        is_grouped = self._one_in(4)
        items = [self._item(kind, depth, scope, outer, is_grouped) for kind in kinds]
        listed = ", ".join(f"{item} as c{n}" for n, item in enumerate(items))
        text = f"select {self._one(('', '', '', 'distinct '))}{listed} from {source}"
        if self._one_in(2):
            text += f" where {self._value('BOOLEAN', depth - 1, scope + outer)}"
        if is_grouped:
            text += " group by all"
        if self._one_in(4):
            text += self._one((" order by 1", " order by all desc nulls last", " order by c0"))
        if self._one_in(3):
            text += f" limit {self.random.randint(0, 50)}"
        return text, kinds

    def _from(self, depth: int, outer: Scope) -> tuple[str, Scope]:
        kinds: list[Callable[[], tuple[str, Scope]]] = [self._table, self._table, self._range]
        if depth > 0:
            kinds += [
                lambda: self._nested(depth, outer),
                lambda: self._united(depth, outer),
                lambda: self._joined(depth, outer),
                lambda: self._joined(depth, outer),
                lambda: self._lateral(depth, outer),
                lambda: self._unnested(depth, outer),
                lambda: self._values(depth, outer),
                lambda: self._table_function(outer),
            ]
        return self._one(kinds)()

    def _table(self) -> tuple[str, Scope]:
        table, name = self._one(sorted(self.words.tables)), self._name("t")
        columns = self.words.tables[table].items()
        sample = self._one(("",) * 9 + (" tablesample 50 percent",))
        return f"{table} as {name}{sample}", tuple((f'{name}."{c}"', kind) for c, kind in columns)

    def _range(self) -> tuple[str, Scope]:
        name, most = self._name("r"), 12 if self._one_in(20) else 4
        count = int(10 ** self.random.uniform(0, most))
        return f"range({count}) as {name}(i)", ((f"{name}.i", "BIGINT"),)

    def _nested(self, depth: int, outer: Scope) -> tuple[str, Scope]:
        text, kinds = self._select(depth - 1, outer)
        return self._called(f"({text})", "s", kinds)

    def _united(self, depth: int, outer: Scope) -> tuple[str, Scope]:
        left, kinds = self._select(depth - 1, outer)
        right, _ = self._select(depth - 1, outer, kinds)
        return self._called(f"(({left}) {self._one(UNITED)} ({right}))", "u", kinds)

    def _values(self, depth: int, outer: Scope) -> tuple[str, Scope]:
        kinds = [self._type(()) for _ in range(self.random.randint(1, 3))]
        rows = (
            f"({', '.join(self._value(kind, depth - 1, outer) for kind in kinds)})"
            for _ in range(self.random.randint(1, 3))
        )
        name = self._name("v")
        columns = ", ".join(f"c{n}" for n in range(len(kinds)))
        scope = tuple((f"{name}.c{n}", kind) for n, kind in enumerate(kinds))
        return f"(values {', '.join(rows)}) as {name}({columns})", scope

    def _called(self, text: str, letter: str, kinds: Sequence[str]) -> tuple[str, Scope]:
        name = self._name(letter)
        return f"{text} as {name}", tuple((f"{name}.c{n}", kind) for n, kind in enumerate(kinds))

    def _joined(self, depth: int, outer: Scope) -> tuple[str, Scope]:
        (left, mine), (right, other) = self._from(depth - 1, outer), self._from(depth - 1, outer)
        if self._one_in(6):
            return f"{left} {self._one(('cross join', 'positional join'))} {right}", mine + other
        shared = [(a, b) for a, kind in mine for b, also in other if kind == also]
        if shared and not self._one_in(4):
            a, b = self._one(shared)
            on = f"{a} {self._one(('=', '=', '=', '<'))} {b}"
        else:
            on = self._value("BOOLEAN", depth - 1, mine + other)
        if self._one_in(4):
            return f"{left} {self._one(FILTERED)} {right} on {on}", mine
        return f"{left} {self._one(JOINED)} {right} on {on}", mine + other

    def _lateral(self, depth: int, outer: Scope) -> tuple[str, Scope]:
        left, mine = self._from(depth - 1, outer)
        text, kinds = self._select(depth - 1, mine)
        right, other = self._called(f"lateral ({text})", "l", kinds)
        return f"{left} cross join {right}", mine + other

    def _unnested(self, depth: int, outer: Scope) -> tuple[str, Scope]:
        name = self._name("n")
        text = f"unnest({self._value('BIGINT[]', depth - 1, outer)}) as {name}(i)"
        return text, ((f"{name}.i", "BIGINT"),)

    def _table_function(self, outer: Scope) -> tuple[str, Scope]:
        one = self._function(self._table_functions)
        needed = one.takes[: self.random.randint(0, 2)]
        arguments = ", ".join(self._argument(kind, 0, outer) for kind in needed)
        return f"{one.name}({arguments}) as {self._name('f')}", ()

    def _item(self, kind: str, depth: int, scope: Scope, outer: Scope, is_grouped: bool) -> str:
        """A column of the result: a value, an aggregate, or a window."""
        if is_grouped and not self._one_in(3):
            return self._call(self._aggregates, kind, depth - 1, scope)
        if not is_grouped and self._one_in(8):
            by, order = (self._value(self._type(scope), 0, scope) for _ in range(2))
            one = self._call(self._aggregates, None, depth - 1, scope)
            return self._cast(f"({one} over (partition by {by} order by {order}))", kind)
        return self._value(kind, depth, scope + outer)

    def _value(self, kind: str, depth: int, scope: Scope) -> str:
        """An expression of the type; once in a while of any other, or none at all."""
        if self._chance("wild"):
            kind = self._one(_TYPES)
        if own := [name for name, also in scope if also == kind]:
            if depth <= 0 or self._one_in(3):
                return self._one(own)
        elif scope and self._one_in(3):
            return self._cast(self._one(scope)[0], kind)
        if depth <= 0:
            return self._literal(kind)
        kinds = [
            lambda: self._call(self._scalars, kind, depth - 1, scope),
            lambda: self._call(self._scalars, kind, depth - 1, scope),
            lambda: self._operation(kind, depth - 1, scope),
            lambda: self._operation(kind, depth - 1, scope),
            lambda: self._cast(self._value(self._type(scope), depth - 1, scope), kind),
            lambda: self._choice(kind, depth - 1, scope),
            lambda: f"(from ({self._select(depth - 1, scope, [kind])[0]}) limit 1)",
            lambda: self._literal(kind),
        ]
        return self._one(kinds)()

    def _operation(self, kind: str, depth: int, scope: Scope) -> str:
        def value(of: str) -> str:
            return self._value(of, depth, scope)

        if kind == "BOOLEAN":
            return self._condition(depth, scope)
        if kind in NUMBERS:
            return self._cast(f"({value(kind)} {self._one(RECKONED)} {value(kind)})", kind)
        if kind in TIMES:
            return self._cast(f"({value(kind)} {self._one('+-')} {value('INTERVAL')})", kind)
        if kind in ("VARCHAR", "BLOB", "BIT"):
            return f"({value(kind)} || {value(kind)})"
        if kind.endswith("[]"):
            inside = value(kind.removesuffix("[]"))
            return self._one(
                (
                    f"list_transform({value(kind)}, lambda x: {inside})",
                    f"list_filter({value(kind)}, lambda x: {value('BOOLEAN')})",
                    f"({value(kind)})[{value('BIGINT')}:{value('BIGINT')}]",
                    f"[{inside}, {inside}]",
                )
            )
        return f"struct_pack(a := {value(kind)}).a"

    def _condition(self, depth: int, scope: Scope) -> str:
        kind = self._type(scope)

        def value(of: str = kind) -> str:
            return self._value(of, depth, scope)

        kinds = [
            lambda: f"({value()} {self._one(COMPARED)} {value()})",
            lambda: f"({value('BOOLEAN')} {self._one(('and', 'or'))} {value('BOOLEAN')})",
            lambda: f"(not {value('BOOLEAN')})",
            lambda: f"({value()} is null)",
            lambda: f"({value()} in ({value()}, {value()}))",
            lambda: f"({value()} between {value()} and {value()})",
            lambda: (
                f"({value('VARCHAR')} {self._one(('like', 'ilike', 'glob'))} {value('VARCHAR')})"
            ),
            lambda: f"exists ({self._select(depth, scope)[0]})",
            lambda: f"({value()} in ({self._select(depth, scope, [kind])[0]}))",
        ]
        return self._one(kinds)()

    def _choice(self, kind: str, depth: int, scope: Scope) -> str:
        one, other = (self._value(kind, depth, scope) for _ in range(2))
        if self._one_in(2):
            return f"coalesce({one}, {other})"
        return f"case when {self._value('BOOLEAN', depth, scope)} then {one} else {other} end"

    def _call(self, known: _Named, kind: str | None, depth: int, scope: Scope) -> str:
        """A call of any of them, cast to the type that is wanted unless it gives that."""
        one = self._function(known)
        takes = list(one.takes)
        if one.more is not None:
            takes += [one.more] * self.random.randint(0, 2)
        text = f"{one.name}({', '.join(self._argument(t, depth, scope) for t in takes)})"
        return text if kind in (None, one.gives) else self._cast(text, str(kind))

    def _function(self, known: _Named) -> Function:
        """By its name first: some have a hundred overloads."""
        return self._one(known[self._one(sorted(known))])

    def _argument(self, kind: str | None, depth: int, scope: Scope) -> str:
        if kind in LITERALS:
            return self._value(str(kind), depth, scope)
        if kind in CASTABLE:
            return self._cast(self._literal(self._type(scope)), str(kind))
        if kind == "LAMBDA":
            return f"lambda x: {self._value('BOOLEAN', depth, scope)}"
        if kind is not None and kind.endswith("[]"):
            return self._value("BIGINT[]", depth, scope)
        return self._value(self._type(scope), depth, scope)

    def _cast(self, text: str, kind: str) -> str:
        return f"({text})::{kind}" if self._one_in(6) else f"try_cast({text} as {kind})"

    def _literal(self, kind: str) -> str:
        return self._one(LITERALS.get(kind, ("null",)))

    def _type(self, scope: Scope) -> str:
        """Rather one that stands in the scope."""
        near = [kind for _, kind in scope if kind in LITERALS]
        return self._one(near) if near and self._one_in(2) else self._one(_TYPES)

    def _name(self, letter: str) -> str:
        self._named += 1
        return f"{letter}{self._named}"

    def _chance(self, what: str) -> bool:
        return self._one_in(_ONE_IN[what])

    def _one_in(self, count: int) -> bool:
        return self.random.randrange(count) == 0

    def _one(self, items: Sequence[T]) -> T:
        return items[self.random.randrange(len(items))]

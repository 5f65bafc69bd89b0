"""Which words a template may write behind which: so that every slot is tried before any is filled.

A slot that is only filled in some weeks must not fail in the week it is needed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from jinja2 import nodes

from dashboard.export.bulletin import charts, slots
from dashboard.reading import bulletin

TEXT, LOOP, PLACE, PLACES, METRIC, LATE, LATES, CHARTS, PAGE, CHART, PRINTED = (
    *("text", "loop", "place", "places", "metric", "late", "lates"),
    *("charts", "page", "chart", "printed"),
)
_NEAR = 0.5  # of a name of two characters one is right
_ITEMS = {PLACES: PLACE, LATES: LATE}
_WORDS: Mapping[str, Mapping[str, object]] = {
    METRIC: slots.METRIC,
    LATE: slots.LATE,
    CHART: charts.CHART,
}


class UnknownWord(ValueError):
    """A word that a template may not write there; fit to show."""


@dataclass
class Grammar:
    """What each name of a template is; `names` grows by what its loops name."""

    version: str
    names: dict[str, str] = field(default_factory=lambda: {"loop": LOOP})

    def loop(self, name: str, over: nodes.Node) -> None:
        """Takes note that `name` goes through `over`."""
        kind = _ITEMS.get(self.kind(over))
        if kind is None:
            raise UnknownWord("for … in 后面只能是各区市，或某地的滞后")
        self.names[name] = kind

    def look(self, node: nodes.Node) -> None:
        """Tries every name in an expression."""
        for inner in (node, *node.find_all((nodes.Name, nodes.Getattr, nodes.Getitem))):
            self.kind(inner)

    def kind(self, node: nodes.Node) -> str:
        """What the expression is; UnknownWord for a name or a word that is not known there."""
        if isinstance(node, nodes.Name):
            if node.name not in self.names:
                raise UnknownWord(f"没有“{node.name}”这个名称{self._near(node.name, self.names)}")
            return self.names[node.name]
        if isinstance(node, nodes.Getattr):
            return self._member(self.kind(node.node), node.attr)
        if isinstance(node, nodes.Getitem):
            kind = self.kind(node.node)
            if isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str):
                return self._member(kind, node.arg.value)
            if isinstance(node.arg, nodes.Slice):
                return kind
            return _ITEMS.get(kind, TEXT)
        return TEXT

    def _member(self, kind: str, word: str) -> str:
        if kind == PLACE:
            return self._of_place(word)
        if kind == LOOP:
            return TEXT
        if kind == CHARTS:
            self._among(word, charts.pages(), "图里没有页面")
            return PAGE
        if kind == PAGE:
            return CHART
        if kind in _WORDS:
            self._among(word, _WORDS[kind], "后面不能写")
            return METRIC if (kind, word) == (LATE, "实际") else PRINTED
        raise UnknownWord(f"后面不能再写“.{word}”")

    def _of_place(self, word: str) -> str:
        if word in slots.PLACE:
            return LATES if word == "滞后" else TEXT
        known = {*bulletin.metrics(self.version), *bulletin.counts(self.version)}
        if word not in known and not bulletin.withheld(self.version, word):
            near = self._near(word, {*known, *slots.PLACE})
            raise UnknownWord(f"没有指标“{word}”{near}。全部指标见数据字典页")
        return METRIC

    def _among(self, word: str, known: Mapping[str, object] | tuple[str, ...], said: str) -> None:
        if word not in known:
            raise UnknownWord(f"{said}“{word}”。可用：{'、'.join(known)}")

    @staticmethod
    def _near(word: str, known: Mapping[str, object] | set[str]) -> str:
        near = get_close_matches(word, sorted(known), 1, _NEAR)
        return f"，是不是要写 {near[0]}" if near else ""

"""One entry of the dictionary: whatever the address names."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from dashboard.components.dictionary import defined, listed
from dashboard.components.dictionary.address import Kind
from dashboard.components.dictionary.words import KINDS
from dashboard.components.frame import Content, Empty
from dashboard.components.html import el
from dashboard.view import View

MADE: Mapping[Kind, Callable[[View, str], Content | None]] = {
    "table": listed.table,
    "column": listed.column,
    "metric": defined.metric,
    "code": listed.code,
    "source": defined.source,
}


def chosen(view: View) -> tuple[Kind, str] | None:
    """What the address asks for; None where it names no entry."""
    return next(((kind, view.choices[kind]) for kind in MADE if view.choices.get(kind)), None)


def show(view: View, kind: Kind, name: str) -> Content | Empty:
    """The entry, or that there is none of that name."""
    made = MADE[kind](view, name)
    if made is not None:
        return made
    shown = name if len(name) <= 40 else f"{name[:40]}…"
    title = el("span", f"没有这样的{KINDS[kind]}：", el("code", shown))
    return Empty(title, "字典里没有这个名称", "请用上面的查找")

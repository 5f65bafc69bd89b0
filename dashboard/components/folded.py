"""A long list: the first rows, the rest folded away, and beyond that a count."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard import format
from dashboard.components.html import Child, Html, el, table

SHOWN = 12


def listing(
    head: Sequence[Child],
    rows: Sequence[Sequence[Child]],
    *,
    total: int,
    unit: str = "个",
    whole: str = "",
    shown: int = SHOWN,
) -> list[Html]:
    """`rows` are what was read of `total`; `whole` says where all of them are."""
    parts = [_scroll(head, rows[:shown])]
    if rest := rows[shown:]:
        more = total - shown
        summary = el("summary", f"其余{format.counted(more, unit)}")
        parts.append(el("details", summary, _scroll(head, rest), class_="more"))
    if total > len(rows):
        left = f"另有{format.counted(total - len(rows), unit)}未列出"
        parts.append(el("p", f"{left}，全部见{whole}。" if whole else f"{left}。", class_="note"))
    return parts


def _scroll(head: Sequence[Child], rows: Sequence[Sequence[Child]]) -> Html:
    return el("div", table(head, rows, class_="list"), class_="scroll", tabindex="0")

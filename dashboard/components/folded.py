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
    class_: str = "list",
) -> list[Html]:
    """`rows` are what was read of `total`; `whole` says where all of them are."""
    parts = [_scroll(head, rows[:SHOWN], class_)]
    if rest := rows[SHOWN:]:
        more = total - SHOWN
        summary = el("summary", f"其余{format.counted(more, unit)}")
        parts.append(el("details", summary, _scroll(head, rest, class_), class_="more"))
    if total > len(rows):
        left = f"另有{format.counted(total - len(rows), unit)}未列出"
        parts.append(el("p", f"{left}，全部见{whole}。" if whole else f"{left}。", class_="note"))
    return parts


def body(
    head: Sequence[Child], rows: Sequence[Html], *, class_: str, unit: str = "个"
) -> list[Html]:
    """A table of ready-made rows, those behind SHOWN in a second one, folded away."""
    parts = [_part(head, rows[:SHOWN], class_)]
    if rest := rows[SHOWN:]:
        summary = el("summary", f"其余{format.counted(len(rest), unit)}")
        parts.append(el("details", summary, _part(head, rest, class_), class_="more"))
    return parts


def _part(head: Sequence[Child], rows: Sequence[Html], class_: str) -> Html:
    titles = el("tr", *(el("th", cell, scope="col") for cell in head))
    return el("table", el("thead", titles), el("tbody", *rows), class_=class_)


def _scroll(head: Sequence[Child], rows: Sequence[Sequence[Child]], class_: str) -> Html:
    return el("div", table(head, rows, class_=class_), class_="scroll", tabindex="0")

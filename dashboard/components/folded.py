"""A long list: the first rows, the rest folded away, and beyond that a count."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dashboard import format
from dashboard.components.dictionary.address import entry
from dashboard.components.html import Child, Html, el, framed, join, link, scrolling, table
from dashboard.reading import LISTED, dictionary
from dashboard.view import View

SHOWN = 12
BELOW = "选下级地区可分别列出"  # a leader has no SQL, but every list is one of its area
Cells = Sequence[Child]
Whole = Callable[[], Child]  # says where all rows are; asked only where a list is cut


def all_in(view: View, table: str) -> Whole:
    """The table of the warehouse that holds every row, by its title; leads to its description."""

    def named() -> Html:
        title = dictionary.tables(view.version)[table].title
        return link(f"“{title}”表", entry(view, "table", table))

    return named


def listing(
    head: Cells,
    rows: Sequence[Cells],
    *,
    total: int,
    unit: str = "个",
    whole: Whole | None = None,
    class_: str = "list",
    shown: int = SHOWN,
) -> list[Html]:
    """The first LISTED of `rows`, of which there are `total`; those behind `shown` are folded away.

    Where that is not all, the fold says how many it holds, and `whole` where all of them are.
    """
    held = rows[:LISTED]
    left = total - len(held)
    parts = [_scrolled(head, held[:shown], class_)]
    if rest := held[shown:]:
        cut = f"，列出{len(rest)}{unit}" if left else None
        summary = el("summary", f"其余{format.counted(total - shown, unit)}", cut)
        there = el("p", *_there(whole), class_="note") if left and whole else None
        parts.append(el("details", summary, _scrolled(head, rest, class_), there, class_="more"))
    elif left:
        parts.append(left_out(left, unit, whole))
    return parts


def left_out(number: int, unit: str, whole: Whole | None = None) -> Html:
    """How many rows a list leaves out, and where all of them are."""
    told = f"另有{format.counted(number, unit)}未列出"
    return el("p", told, *(("，", *_there(whole)) if whole else "。"), class_="note")


def _there(whole: Whole) -> list[Child]:
    return [f"{BELOW}，全部见", whole(), "。"]


def headed(
    title: str, head: Cells, rows: Sequence[Cells], *, unit: str, whole: Whole
) -> list[Html]:
    """A second list within a tile, under a title of its own."""
    shown = [el("h3", title), _scrolled(head, rows[:SHOWN])]
    if rest := rows[SHOWN:LISTED]:
        is_cut = len(rows) > LISTED
        more = el("p", f"只列前{LISTED}{unit}，", *_there(whole)) if is_cut else None
        inside = scrolling(table(head, rest, class_="list"), more)
        shown.append(el("details", el("summary", f"其余{len(rows) - SHOWN}{unit}"), inside))
    return shown


def kept(
    rows: Sequence[Html], own: int | None, shown: int = SHOWN
) -> tuple[list[Html], list[Html]]:
    """The rows that stand and those folded away; the reader's `own` (its position) always stands.

    An own row from further down follows the first ones: its place in the order is in the row.
    """
    if own is None or own < shown:
        return [*rows[:shown]], [*rows[shown:]]
    return [*rows[:shown], rows[own]], [*rows[shown:own], *rows[own + 1 :]]


def places(
    rows: Sequence[Html], part: Callable[[Sequence[Html]], Html], own: int | None = None
) -> Html:
    """Rows of places, each bunch in a table that `part` makes; `own` as for `kept`."""
    stand, rest = kept(rows, own)
    if not rest:
        return part(stand)
    cut = f"，列出前{LISTED}个" if len(rest) > LISTED else ""
    summary = el("summary", f"其余{len(rest)}个{cut}")
    return join([part(stand), el("details", summary, part(rest[:LISTED]))])


def body(
    head: Cells, rows: Sequence[Html], *, class_: str, unit: str = "个", own: int | None = None
) -> list[Html]:
    """A table of ready-made rows, those behind SHOWN in a second one, folded away.

    `own` as for `kept`.
    """
    stand, rest = kept(rows, own)
    parts = [framed(head, stand, class_=class_)]
    if rest:
        summary = el("summary", f"其余{format.counted(len(rest), unit)}")
        parts.append(el("details", summary, framed(head, rest, class_=class_), class_="more"))
    return parts


def _scrolled(head: Cells, rows: Sequence[Cells], class_: str = "list") -> Html:
    return scrolling(table(head, rows, class_=class_))

"""What is drawn, as lists: a name selects its column where the browser can."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from dashboard import format
from dashboard.components import folded, place
from dashboard.components.html import Child, Html, el, link, scrolling, table
from dashboard.components.scene import common
from dashboard.components.scene.columns import Column
from dashboard.reading import LISTED
from dashboard.view import View


def tables(view: View, every: Iterable[Column], drawn: Sequence[Column]) -> Html:
    """One list of each kind, folded; those without a position are in it too."""
    order = {id(one): n for n, one in enumerate(drawn)}
    kinds: dict[str, list[Column]] = {}
    for one in every:
        kinds.setdefault(one.kind, []).append(one)
    parts = [_table(view, kind, found, order) for kind, found in kinds.items()]
    return el("div", *parts, class_="drawn")


def _table(view: View, code: str, found: Sequence[Column], order: Mapping[int, int]) -> Html:
    kind = common.KINDS[code]
    unit = f"（{kind.measured_in}）" if kind.measured_in else ""
    head = [kind.title, *place.head(view), f"{kind.measure}{unit}", "情况", "来源"]
    rows = [_row(view, one, order.get(id(one))) for one in found[:LISTED]]
    summary = el("summary", f"{kind.title}列表：{format.counted(len(found), kind.unit)}")
    cut: list[Child] = []
    if len(found) > LISTED:
        cut = [folded.left_out(len(found) - LISTED, kind.unit, folded.all_in(view, kind.table))]
    inside = el("div", scrolling(table(head, rows, class_="list")), *cut)
    return el("details", summary, inside, class_="more")


def _row(view: View, one: Column, at: int | None) -> list[Child]:
    name: Child = one.name if at is None else el("span", one.name, data_pick=at)
    return [
        name,
        *place.cell(view, one.area),
        one.measure,
        "，".join(one.facts),
        link("逐行查看", view.source(common.KINDS[one.kind].metric, one.area)),
    ]

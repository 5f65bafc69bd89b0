"""通报表扬: per class the districts in the order of the week's pace, as the circulars have it."""

from __future__ import annotations

from collections import Counter
from typing import Any

from dashboard import format
from dashboard.components.census import heat, place
from dashboard.components.frame import Content, Empty
from dashboard.components.html import Child, Html, el, link, scrolling, table
from dashboard.components.peers import unranked
from dashboard.reading import census
from dashboard.view import View

TITLE = "分类通报"
PRAISED = 3
FINISHED = "finished"
STATES = {  # what is said of those that have no place
    "stalled": "本周无进展",
    "fell": "累计数回落",
    "carried": "本周未报",
    "new": "首次报送",
    FINISHED: "已全部完成",
}
Rows = list[dict[str, Any]]


def listing(view: View) -> Content | Empty:
    """One line per class: who moved fastest, who else moved, who did not."""
    if view.as_of == view.weeks[0]:
        return Empty(TITLE, "第一期数据，没有上周可比，不排名次")
    if not place.is_reported(view):
        return place.nothing(view, TITLE)
    if not view.ranks:
        return unranked(view, TITLE)
    by = heat.chosen(view)
    rows = census.pace(view.version, by.code, view.as_of).to_dicts()
    order = {area.code: n for n, area in enumerate(view.areas.all)}
    rows.sort(key=lambda row: (row["place"] or 0, order[row["area_code"]]))
    if not rows:
        return place.nothing(view, TITLE)
    classes = census.classes(view.version)
    lines = [
        _line(view, c.title, [row for row in rows if row["census_class"] == c.code])
        for c in classes
    ]
    head = ["类别", "通报表扬（前三名，由快到慢）", "其后", "本周无进展", "其他"]
    note = (
        f"按本周推进的{by.title}（本周所做÷应做总数）由快到慢，相同的并列；"
        "新承担的任务从零算起，撤销的不扣；本周未报的不排名次"
    )
    body = scrolling(table(head, lines, class_="list praise"))
    return Content(f"{TITLE}（{by.title}）：{conclusion(view, rows)}", body, len(rows), note)


def conclusion(view: View, rows: Rows) -> str:
    """Who leads most classes this week, and who stands still in most."""
    first = Counter(row["area_code"] for row in rows if row["place"] == 1)
    still = Counter(row["area_code"] for row in rows if row["state"] == "stalled")
    own = view.area.code
    if own != view.areas.city.code:
        mine = [row for row in rows if row["area_code"] == own]
        if mine and all(row["state"] == FINISHED for row in mine):
            return f"{view.area.name}{len(mine)}类都已全部完成"
        return f"{view.area.name}{first[own]}类居首，{still[own]}类本周无进展"
    said = [_most(view, first, "居首最多", "都没有进展"), _most(view, still, "本周无进展最多", "")]
    return "；".join(one for one in said if one)


def _most(view: View, counts: Counter[str], word: str, none: str) -> str:
    if not counts:
        return none
    top = max(counts.values())
    names = [a.short_name for a in view.areas.all if counts.get(a.code) == top]
    return f"{format.listed(names, unit='个区(市)')}{word}（{top}类）"


def _line(view: View, title: str, rows: Rows) -> tuple[Child, ...]:
    moving = [row for row in rows if row["place"]]
    praised = [row for row in moving if row["place"] <= PRAISED]
    after = [row for row in moving if row["place"] > PRAISED]
    stalled = [row for row in rows if row["state"] == "stalled"]
    others = [
        f"{said}：{'、'.join(_name(view, row) for row in rows if row['state'] == state)}"
        for state, said in STATES.items()
        if state != "stalled" and any(row["state"] == state for row in rows)
    ]
    return (
        title,
        _ordered(view, praised, strong=True) or "—",
        _ordered(view, after, strong=False) or "—",
        "、".join(_name(view, row) for row in stalled) or "—",
        "；".join(others) or "—",
    )


def _name(view: View, row: dict[str, Any]) -> str:
    return view.areas.by_code[row["area_code"]].short_name


def _ordered(view: View, rows: Rows, *, strong: bool) -> Html | None:
    """`1崂山 2即墨、3市北`, equals told as 并列."""
    if not rows:
        return None
    places = Counter(row["place"] for row in rows)
    return el("ol", *(_praised(view, row, places[row["place"]] > 1, strong) for row in rows))


def _praised(view: View, row: dict[str, Any], tied: bool, strong: bool) -> Html:
    name = link(_name(view, row), view.address(area=row["area_code"]))
    gained = format.difference(row["gained_share"], format.PERCENT)
    return el(
        "li",
        el("span", row["place"], class_="place num"),
        el("strong", name) if strong else name,
        el("span", "并列", class_="note") if tied else None,
        data_tip=f"本周推进{gained}",
        class_="own" if row["area_code"] == view.area.code else None,
    )

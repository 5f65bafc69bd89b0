"""Terminals by state and area: a stacked bar and the numbers it is made of."""

from __future__ import annotations

from collections.abc import Iterable

from dashboard import format
from dashboard.components import folded, place
from dashboard.components.frame import Content, Empty
from dashboard.components.html import Child, Html, el, join
from dashboard.reading import broadcast
from dashboard.reading.broadcast import Row
from dashboard.view import View

TONES = {"online": "accent", "offline": "warn", "fault": "bad", "disabled": "plain"}
REGISTER = "broadcast_installed_communities"  # stands on the same returns
Counts = dict[str, Row]  # by state


def chart(view: View) -> Content | Empty:
    """Every area below the view's (or itself), its terminals by state."""
    rows = broadcast.terminals(view.version, view.area.code, view.as_of)
    by_area: dict[str, Counts] = {}
    for row in rows:
        by_area.setdefault(row["area_code"], {})[row["terminal_status"]] = row
    own = by_area.get(view.area.code)
    if own is None:
        return Empty("终端状态", format.NO_DATA, "本周及以前没有登记终端")
    below = {code: counts for code, counts in by_area.items() if code != view.area.code} or by_area
    return Content(_title(view, own, below), _table(view, below), _all(own), _note(own))


def _all(counts: Counts) -> int:
    return int(next(iter(counts.values()))["every_terminal"])


def _number(counts: Counts, states: Iterable[str]) -> int:
    return sum(counts[state]["terminals"] for state in states if state in counts)


def _title(view: View, own: Counts, below: dict[str, Counts]) -> str:
    total, broken = _all(own), _number(own, ("offline", "fault"))
    start = f"{format.counted(total, '个')}终端"
    if not broken:
        return f"{start}没有离线和故障的"
    said = f"{start}中{format.counted(broken, '个')}不能播发（离线、故障）"
    counts = {code: _number(one, ("offline", "fault")) for code, one in below.items()}
    top = max(counts.values())
    most = [place.short(view, code) for code, number in counts.items() if number == top]
    if len(counts) < 2 or not top or not place.leads(view):
        return said
    names, number = format.listed(most, 2, place.counter(view)), format.counted(top, "个")
    each = "各" if len(most) > 1 else ""
    if sum(map(bool, counts.values())) > len(most):
        return f"{said}；{names}最多，{each}{number}"
    return f"{said}；{names}各{number}" if each else f"{said}，都在{names}"


def _note(own: Counts) -> str:
    unclaimed = sum(row["unclaimed_terminals"] for row in own.values())
    left = f"；含待认领{unclaimed}个，只计入区(市)" if unclaimed else ""
    return f"单位：个；按终端登记表的状态{left}"


def _table(view: View, by_area: dict[str, Counts]) -> Html:
    named = broadcast.statuses(view.version)
    used = [state for state in named if any(state in counts for counts in by_area.values())]
    signs = [el("span", el("i", class_=TONES[s], aria_hidden="true"), named[s]) for s in used]
    head: list[Child] = ["地区", el("span", "构成", class_="unseen"), *signs]
    top = max(_all(counts) for counts in by_area.values())
    rows = [_row(view, code, counts, used, top) for code, counts in by_area.items()]
    return join(folded.body(head, rows, class_="ranking stacked"))


def _row(view: View, code: str, counts: Counts, used: list[str], top: int) -> Html:
    numbers = [_number(counts, (state,)) for state in used]
    parts = [
        el("b", class_=TONES[state], style=f"width:{number / top * 100:.2f}%")
        for state, number in zip(used, numbers, strict=True)
        if number
    ]
    return el(
        "tr",
        el("th", place.heading(view, code, REGISTER), scope="row"),
        el("td", el("span", *parts, class_="bar parts"), class_="bar-cell"),
        *(el("td", format.grouped(number, 0), class_="count") for number in numbers),
    )

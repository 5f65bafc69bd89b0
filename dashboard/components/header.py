"""The top of every page: name, pages, area and week to choose from, notices, 演示数据 mark, and
which edition is read where that is not the full one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from dashboard import address, format, read
from dashboard.components import paper
from dashboard.components.html import Child, Html, el, join, link
from dashboard.view import View
from dashboard.who import Looker

IN, OUT = "in", "out"
NAME = "自然灾害综合风险普查与减灾治理看板"


@dataclass(frozen=True)
class Entry:
    """One page in the row of pages."""

    title: str
    address: str


def header(
    view: View, entries: Iterable[Entry], notices: Iterable[str], looker: Looker | None = None
) -> Html:
    """Everything above the first tile; `looker` is named where people are told apart."""
    parts = [_band(view, tuple(entries), looker), _bar(view), _notices(notices), paper.foot(view)]
    return join(parts)


def _band(view: View, entries: tuple[Entry, ...], looker: Looker | None) -> Html:
    query = view.address().partition("?")[2]
    edition = read.edition_title(view.version)
    pages = [
        el(
            "li",
            link(
                entry.title,
                f"{entry.address or '.'}?{query}",
                aria_current="page" if entry.address == view.page else None,
            ),
        )
        for entry in entries
    ]
    return el(
        "header",
        el("p", view.areas.city.name, NAME, class_="name"),
        el("nav", el("ul", *pages), aria_label="页面") if len(entries) > 1 else None,
        _who(view, looker) if looker is not None and looker.way != "local" else None,
        el("p", edition, class_="edition") if edition else None,
        el("p", format.DEMO, class_="demo") if view.is_demo else None,
        class_="band",
    )


def _who(view: View, looker: Looker) -> Html:
    """Who looks (the edition's mark beside it says in which role), and how to change that."""
    act = None
    if looker.way == "login":
        said, sign = ("登录", IN) if looker.name is None else ("退出登录", OUT)
        act = el("button", said, type="button", data_go_sign=sign)
    name = looker.name or ("认不出是谁" if looker.trouble else "未登录")
    whole = None if read.edition_title(view.version) else read.role_title(view.version)
    return el("p", el("span", name, title=looker.told), whole and f"，{whole}", act, class_="who")


def _bar(view: View) -> Html:
    facts = [
        f"库内数据截至{format.day(view.data_as_of)}",
        el("span", f"　版本 {view.version}", class_="version"),
    ]
    heading = el("h1", view.area.name, " ", el("span", format.week(view.as_of)))
    return el(
        "div",
        el("div", _crumbs(view), heading, el("p", *facts, class_="note")),
        el("form", *_areas(view), *_weeks(view), class_="filters", aria_label="筛选"),
        class_="bar-top",
    )


def _crumbs(view: View) -> Html | None:
    path = view.areas.path(view.area)
    if len(path) < 2:
        return None
    steps = [el("li", link(a.name, view.address(area=a.code))) for a in path[:-1]]
    return el("nav", el("ol", *steps), class_="crumbs", aria_label="上级地区")


def _areas(view: View) -> list[Html]:
    """One select per level: the districts, then the streets of the chosen one, and so on."""
    path = view.areas.path(view.area)
    selects = []
    for depth, parent in enumerate(path):
        children = view.areas.children(parent)
        if not children:
            break
        chosen = path[depth + 1].code if depth + 1 < len(path) else parent.code
        level = read.level_title(view.version, children[0].level)
        whole = "全市" if depth == 0 else f"全部{level}"
        options: list[tuple[str, str]] = [(parent.code, whole)]
        options += [(child.code, child.name) for child in children]
        selects.append(_select(f"area-{depth}", level, "area", options, chosen))
    return selects


def _weeks(view: View) -> list[Html]:
    before, after = address.neighbours(view.as_of, view.weeks)
    options = [(week.isoformat(), format.week(week)) for week in reversed(view.weeks)]
    return [
        el(
            "span",
            _step(view, before, "上一周", "‹"),
            _select("asof", "周", "asof", options, view.as_of.isoformat()),
            _step(view, after, "下一周", "›"),
            class_="weeks",
        )
    ]


def _step(view: View, to: date | None, said: str, sign: str) -> Html:
    if to is None:
        return el("span", sign, class_="step off", aria_hidden="true")
    return link(sign, view.address(as_of=to), class_="step", aria_label=said, id=f"step-{said}")


def _select(id_: str, label: str, name: str, options: list[tuple[str, str]], chosen: str) -> Html:
    return el(
        "label",
        el("span", label),
        el(
            "select",
            *(el("option", text, value=value, selected=value == chosen) for value, text in options),
            id=id_,
            name=name,
            data_go_select=True,
            autocomplete="off",
        ),
    )


def _notices(notices: Iterable[str]) -> Child:
    said = list(notices)
    if not said:
        return None
    return el("div", *(el("p", text) for text in said), class_="notices", role="status")

"""Open problems counted by rule, by unit, and by source within a district: where most is to do."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dashboard import format, read
from dashboard.components import folded
from dashboard.components.dictionary import address
from dashboard.components.frame import Content, Empty
from dashboard.components.html import Child, Html, el, join, link
from dashboard.components.quality import scope
from dashboard.components.quality.problems import UNIT
from dashboard.reading.quality import Problem
from dashboard.view import View


def by_rule(view: View) -> Content | Empty:
    """Which rules are broken most."""

    def shown(one: Problem) -> Child:
        entry = address.entry(view, "code", "quality_rule")
        return [link(one.rule_title, entry), el("span", f" {one.rule}", class_="note")]

    return _ranked(view, "规则", lambda one: one.rule_title, shown)


def by_unit(view: View) -> Content | Empty:
    """Which units have most to mend; which of its returns where a district is chosen."""
    if scope.district(view) is None:
        return _ranked(
            view,
            "单位",
            lambda one: scope.unit_name(view, one.unit),
            lambda one: scope.unit(view, one.unit),
        )
    titles = read.source_titles(view.version)

    def title(one: Problem) -> str:
        return titles.get(one.source or "", "没有认出的报表")

    return _ranked(view, "报表", title, title)


def _ranked(
    view: View,
    head: str,
    label: Callable[[Problem], str],
    shown: Callable[[Problem], Child],
) -> Content | Empty:
    waiting = [one for one in scope.problems(view) if one.is_open]
    title = f"待处理的问题按{head}"
    if not waiting:
        return Empty(title, "没有待处理的问题")
    groups: dict[str, list[Problem]] = {}
    for one in waiting:
        groups.setdefault(label(one), []).append(one)
    ranked = sorted(groups.items(), key=lambda pair: -len(pair[1]))
    most = len(ranked[0][1])
    rows = [_bar(shown(group[0]), group, most) for _, group in ranked]
    parts = folded.body([head, "待处理", "其中本周所用"], rows, class_="ranking by", unit="项")
    return Content(f"{title}：{_top(ranked, most)}", join(parts), len(waiting))


def _top(ranked: Sequence[tuple[str, list[Problem]]], most: int) -> str:
    names = [name for name, group in ranked if len(group) == most]
    each = "各" if len(names) > 1 else ""
    return f"{format.listed(names)}最多，{each}{most}{UNIT}"


def _bar(name: Child, group: Sequence[Problem], most: int) -> Html:
    now = sum(one.is_in_use for one in group)
    bar = el("span", el("b", style=f"width:{len(group) / most:.2%}"), class_="bar")
    count = el("span", format.counted(len(group), UNIT), class_="num")
    return el(
        "tr",
        el("th", name, scope="row"),
        el("td", el("span", bar, count, class_="barred")),
        el("td", format.counted(now, UNIT) if now else "无", class_="delta num"),
    )

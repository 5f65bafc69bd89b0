"""The figure itself: value, change, parts, what it means, and in one line what it stands on."""

from __future__ import annotations

from dashboard import format
from dashboard.components import metric as m
from dashboard.components import source, stale
from dashboard.components.frame import Content
from dashboard.components.html import Child, el, link
from dashboard.components.metric import Reading
from dashboard.components.origin import common
from dashboard.view import View


def card(view: View) -> Content:
    """The first thing seen; a figure that is missing says why, and what it would mean."""
    one = common.reading(view)
    place = f"{view.area.name}，{format.week(view.as_of)}"
    every = link("全部指标", common.list_of_all(view))
    body = el(
        "div",
        el(
            "div",
            el("p", place, el("span", "　", every, class_="to-list"), class_="note"),
            el("p", m.value_figure(one), m.light(one), class_="headline-figure"),
            *_said(view, one),
            el("p", _stands_on(view, one), class_="stands-on"),
            class_="figure",
        ),
        source.facts(view, one.definition),
        class_="about",
    )
    return Content(one.definition.title, body, rows=1)


def _said(view: View, one: Reading) -> list[Child]:
    if one.value is None:
        return [el("p", m.cannot_say(view, one), *_higher(view, one))]
    lines = (stale.mark(view, one), stale.change(view, one), one.dated or None, m.parts(one))
    return [el("p", line) for line in lines if line is not None]


def _higher(view: View, one: Reading) -> list[Child]:
    """Where the metric is given, when it does not reach down to the area."""
    if m.reaches(one.definition, view.area.level):
        return []
    above = [a for a in view.areas.path(view.area) if m.reaches(one.definition, a.level)]
    return ["，", link(f"看{above[-1].name}的", common.of_area(view, above[-1].code))]


def _stands_on(view: View, one: Reading) -> list[Child]:
    """How many rows of how many files, and whether they add up to it."""
    found = common.behind(view)
    exact = next((s for s in found if s.is_exact), None)
    if exact is None:
        listed = "".join(f"《{s.title}》" for s in found)
        return [f"由{listed}算出，各行不能相加，原因见下"] if found else []
    if not exact.rows:
        return [f"《{exact.title}》里没有计入的行"]
    said = (
        f"由《{exact.title}》{format.counted(exact.files, '份文件')}的"
        f"{format.counted(exact.rows, '行')}得出"
    )
    return [said, "　", common.verdict(one, exact)]

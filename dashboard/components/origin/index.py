"""全部指标: every metric with its figure here and now, leading to where it comes from."""

from __future__ import annotations

from itertools import groupby

from dashboard import format, read
from dashboard.components import metric as m
from dashboard.components.frame import Content, Empty
from dashboard.components.html import Child, Html, el, link
from dashboard.components.origin import common
from dashboard.reading import origin
from dashboard.reading.origin import Listed
from dashboard.view import View

SHOWN = 40  # characters of an unknown name that are repeated


def unknown(view: View) -> Empty:
    """What to say of a metric that the address names and the warehouse does not have."""
    asked = common.asked(view)
    said = asked if len(asked) <= SHOWN else f"{asked[:SHOWN]}…"
    return Empty(
        "没有这个指标", f"地址中的指标“{said}”，本库里没有", "请核对地址，或从下面全部指标中选"
    )


def listing(view: View) -> Content:
    """All metrics, those of one source together."""
    every = origin.metrics(view.version)
    titles = read.source_titles(view.version)
    groups = [
        _group(view, titles.get(source, "其他"), tuple(found))
        for source, found in groupby(every, key=lambda one: one.source)
    ]
    return Content(
        f"全部{format.counted(len(every), '个指标')}：点名称，看它从哪来",
        el("div", *groups, class_="metrics"),
        len(every),
        f"{view.area.name}，{format.week(view.as_of)}",
    )


def _group(view: View, title: str, found: tuple[Listed, ...]) -> Html:
    return el("section", el("h3", f"《{title}》"), el("ul", *(_one(view, one) for one in found)))


def _one(view: View, listed: Listed) -> Html:
    one = m.reading(view, listed.metric)
    value: Child = m.value_figure(one)
    return el("li", link(listed.title, view.source(listed.metric)), value)

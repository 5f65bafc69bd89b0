"""The census in one sentence: done, against plan, when finished, who is last."""

from __future__ import annotations

from dashboard import format, read
from dashboard.components import forecast, stale
from dashboard.components import metric as m
from dashboard.components.census import place
from dashboard.components.frame import Content, Empty
from dashboard.components.html import Child, el
from dashboard.components.metric import Indicator
from dashboard.components.peers import below_or_beside
from dashboard.view import CITY, View


def sentence(view: View, indicator: Indicator) -> Content | Empty:
    """The first thing a leader reads."""
    one = m.reading(view, indicator.metric)
    if one.value is None or one.now is None:
        return place.nothing(view, "普查进度")
    share = one.figure(str(format.quantity(one.value, one.definition.unit)), one.value)
    counts = (
        f"{view.area.name}承担普查任务{format.plain(one.now.denominator)}项，"
        f"完成{format.plain(one.now.numerator)}项（"
    )
    said: list[Child] = [counts, share, "）", _against(one)]
    if (ahead := forecast.foretold(view, indicator)) is not None:
        said.append(f"；{ahead}")
    said += [
        _last(view, indicator),
        f"（{late}）" if (late := stale.words(view, one)) else None,
        "。",
    ]
    tone = {"red": " behind", "yellow": " behind", None: " unknown"}.get(one.light, "")
    return Content(el("span", *said, class_=f"sentence{tone}"), None, rows=1)


def _against(one: m.Reading) -> Child:
    judged = one.judged or one
    if judged.planned is None or judged.value is None:
        return "，没有下达计划"
    gap = judged.value - judged.planned
    apart = format.difference(gap, judged.definition.unit)
    if gap == 0:
        return "，与计划持平"
    return ["，", el("strong", f"比计划慢{apart}")] if gap < 0 else f"，比计划快{apart}"


def _last(view: View, indicator: Indicator) -> str:
    """Who is last in the city; the district's place where one is chosen."""
    peers = below_or_beside(view, indicator)
    if peers is None or len(peers.known) < 2:
        return ""
    if view.area.level != CITY:
        own = peers.chosen
        if own is None or own.place is None:
            return ""
        return f"；完成率居全市第{own.place}位（共{len(peers.known)}个）"
    last = peers.known[-1]
    if last.place == 1:
        return ""
    names = [p.area.short_name for p in peers.known if p.place == last.place]
    value = format.quantity(last.reading.value, last.reading.definition.unit)
    unit = f"个{read.level_title(view.version, peers.level)}"
    return f"；{format.listed(names, unit=unit)}最低，{value}"

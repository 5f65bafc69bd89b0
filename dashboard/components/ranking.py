"""Areas ranked by a metric: bars with the plan as a mark, the value, and the last change."""

from __future__ import annotations

from dashboard import format, read, theme
from dashboard.components import folded, source, stale
from dashboard.components import metric as m
from dashboard.components.frame import Content, Empty
from dashboard.components.html import Child, Html, el, framed, join, light_mark, link
from dashboard.components.metric import Indicator
from dashboard.components.peers import (
    Peer,
    Peers,
    below_or_beside,
    conclusion,
    own_row,
    unranked,
    whose,
)
from dashboard.view import View

# What a light says depends on it: a district far ahead of others may be behind its own plan.
BASES = {"plan": "按各地自己的计划判断", "value": "按统一门槛判断"}
SHOWN = 12  # ten districts and a little more; a street may have a hundred communities


def chart(view: View, indicator: Indicator) -> Content | Empty:
    """The areas below the view's (or beside it) by the indicator, best first."""
    definition = read.definition(view.version, indicator.metric)
    if not view.ranks:
        return unranked(view, f"{definition.title}排名")
    peers = below_or_beside(view, indicator)
    if peers is None or not peers.known:
        why = "本指标不分区(市)统计" if peers is None else "本周各区(市)都没有数据"
        return Empty(f"{definition.title}排名", format.NO_DATA, why)
    against = "与计划之比" if peers.by_plan else ""
    title = f"{whose(view, peers)}{definition.title}{against}：{conclusion(view, peers)}"
    planned = any(p.reading.planned is not None for p in peers.all)
    note: list[Child] = [
        f"{peers.parent.name}各{read.level_title(view.version, peers.level)}，"
        f"{format.day(view.as_of)}；单位：{format.scale_for([], definition.unit).suffix}",
        f"；{upto}" if (upto := m.dated(p.reading for p in peers.known)) else None,
        f"；竖线为{'那一天的' if upto else ''}计划" if planned else None,
        "，按完成计划的比例排" if peers.by_plan else None,
        _legend(peers),
        " ",
        source.button(indicator.metric),
    ]
    return Content(title, _table(view, peers), len(peers.known), note)


def _legend(peers: Peers) -> Child:
    """What the marks that occur mean, the best first; judged by plan, or by value alone."""
    seen = {one.light: one.basis for one in (p.reading for p in peers.known) if one.light}
    order = [light for light in theme.LIGHTS if light in seen]
    marks = [light_mark(light, seen[light]) for light in order]
    if not marks:
        return None
    rules = [said for basis, said in BASES.items() if basis in seen.values()]
    return el("span", "；", *marks, f"（{'，'.join(rules)}）", class_="marks")


def _table(view: View, peers: Peers) -> Html:
    """The first SHOWN places and the view's own, the others folded away."""
    first = peers.all[0].reading
    unit = first.definition.unit
    known = [p.reading.value for p in peers.all]
    plans = [p.reading.planned for p in peers.all]
    scale = format.scale_for([*known, *plans], unit)
    top = 1.0 if unit == format.PERCENT else max(abs(v) for v in [*known, *plans] if v is not None)
    if peers.by_plan:
        top = max(1.0, *(p.compared for p in peers.known if p.compared is not None))
    rows = [_row(view, peer, scale, top or 1.0, by_plan=peers.by_plan) for peer in peers.ranked]
    bars = el("span", "进度", class_="unseen")
    head: list[Child] = ["位次", "地区", bars, scale.suffix or "数值", f"较{first.earlier}"]
    if peers.by_plan:
        head.insert(3, "占计划")
    stand, rest = folded.kept(rows, own_row(peers.ranked), SHOWN)
    if not rest:
        return _part(stand, head)
    more = el("details", el("summary", f"其余{len(rest)}个"), _part(rest, head))
    return join([_part(stand, head), more])


def _part(rows: list[Html], head: list[Child]) -> Html:
    return framed(head, rows, class_="ranking")


def _row(view: View, peer: Peer, scale: format.Scale, top: float, *, by_plan: bool) -> Html:
    one = peer.reading
    value = one.figure(format.scaled(one.value, scale), one.value)
    mark = stale.mark(view, one)
    area = link(peer.area.name, view.address(area=peer.area.code))
    return el(
        "tr",
        el("td", "—" if peer.place is None else peer.place, class_="place"),
        el("th", area, scope="row"),
        el(
            "td", _bar(view, peer, top, by_plan, is_stale=mark is not None), mark, class_="bar-cell"
        ),
        el("td", str(format.quantity(peer.compared, format.PERCENT)), class_="share num")
        if by_plan
        else None,
        el("td", value, m.light(one, word=False), class_="value"),
        el("td", _change(one, scale, is_stale=mark is not None), class_="delta"),
        class_="chosen" if peer.chosen else None,
        aria_current="true" if peer.chosen else None,
    )


def _bar(view: View, peer: Peer, top: float, by_plan: bool, *, is_stale: bool) -> Html:
    one = peer.reading
    if one.value is None or peer.compared is None:
        return el("span", m.why_none(view, one), class_="bar none")
    width = max(0.0, min(100.0, peer.compared / top * 100))
    tone = one.light or "plain"
    told = (
        one.against or f"{one.definition.title}：{format.quantity(one.value, one.definition.unit)}"
    )
    mark = None
    planned = 1.0 if by_plan else one.planned
    if planned is not None:
        mark = el("i", class_="plan", style=f"left:{min(100.0, planned / top * 100):.2f}%")
    return el(
        "span",
        el("b", style=f"width:{width:.2f}%"),
        mark,
        class_=f"bar {tone}" + (" stale" if is_stale else ""),
        data_tip=told,
    )


def _change(one: m.Reading, scale: format.Scale, *, is_stale: bool) -> Child:
    if one.change is None:
        return "—"
    text = format.signed_scaled(one.change, scale)
    if is_stale and one.change == 0:  # not a standstill: nobody has said anything
        text = "未报"
    return one.figure(text, one.change, "/change")

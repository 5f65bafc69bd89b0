"""The ten districts as tiles laid out by hand, coloured by a metric; a click drills down.

Not a map in the sense of the surveying law: no boundary is drawn, so it needs no review number.
"""

from __future__ import annotations

from dashboard import format, read, theme
from dashboard.components import metric as m
from dashboard.components.frame import Content, Empty
from dashboard.components.html import Html, el, link
from dashboard.components.metric import Indicator, reaches
from dashboard.components.peers import Peer, Peers, under
from dashboard.read import Definition
from dashboard.view import DISTRICT, View


def chart(view: View, indicator: Indicator) -> Content | Empty:
    """Every district's value of the indicator, the view's own district outlined."""
    definition = read.definition(view.version, indicator.metric)
    title = f"{definition.title}分布"
    if not reaches(definition, DISTRICT):
        return Empty(title, format.NO_DATA, "本指标不分区(市)统计")
    peers = under(view, indicator, view.areas.city)
    values = [p.reading.value for p in peers.known if p.reading.value is not None]
    if not values:
        return Empty(title, format.NO_DATA, "本周各区(市)都没有数据")
    scale = format.scale_for(values, definition.unit)
    tiles = [_tile(view, p, scale, values) for p in peers.all if p.area.tile]
    missing = len(peers.all) - len(values)
    said = _conclusion(view, peers, definition) + (f"，{missing}个无数据" if missing else "")
    body = [
        el("ul", *tiles, class_="tile-map"),
        _legend(min(values), max(values), scale),
    ]
    note = "位置为示意，不表示边界；颜色按名次分五档；点击进入该区(市)"
    return Content(f"{definition.title}：{said}", body, len(values), note)


def _conclusion(view: View, peers: Peers, definition: Definition) -> str:
    """How many stand below the city's own share; of counts, which has the most and the least."""
    unit = definition.unit
    whole = m.reading(view, definition.metric, view.areas.city.code).value
    if definition.has_denominator and whole is not None:
        falling = definition.direction == "down"
        worse = [p for p in peers.known if _is_worse(p.reading.value, whole, falling=falling)]
        side = "高于" if falling else "低于"
        return f"{len(worse)}个区(市){side}全市的{format.quantity(whole, unit)}"
    ends = sorted(peers.known, key=lambda p: p.reading.value or 0.0)
    most, least = ends[-1], ends[0]
    return (
        f"{most.area.short_name}最多（{format.quantity(most.reading.value, unit)}），"
        f"{least.area.short_name}最少（{format.quantity(least.reading.value, unit)}）"
    )


def _is_worse(value: float | None, whole: float, *, falling: bool) -> bool:
    return value is not None and (value > whole if falling else value < whole)


def _tile(view: View, peer: Peer, scale: format.Scale, among: list[float]) -> Html:
    one = peer.reading
    row, column = peer.area.tile or (0, 0)
    value = one.figure(format.scaled(one.value, scale), one.value)
    step = None if one.value is None else theme.ramp_step(one.value, among)
    unit = "" if one.value is None else scale.suffix
    return el(
        "li",
        link(
            [el("span", peer.area.short_name, class_="name"), el("span", value, unit, class_="v")],
            view.address(area=peer.area.code),
            class_="none" if step is None else f"ramp-{step}",
            aria_current="true" if peer.chosen else None,
        ),
        style=f"grid-row:{row};grid-column:{column}",
    )


def _legend(lowest: float, highest: float, scale: format.Scale) -> Html:
    steps = [el("i", class_=f"ramp-{step}") for step in range(len(theme.RAMP["light"]))]
    return el(
        "p",
        el("span", f"{format.scaled(lowest, scale)}{scale.suffix}"),
        el("span", *steps, class_="steps", aria_hidden="true"),
        el("span", f"{format.scaled(highest, scale)}{scale.suffix}"),
        class_="legend",
    )

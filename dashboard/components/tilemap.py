"""The ten districts as tiles laid out by hand, coloured by a metric; a click drills down.

Not a map in the sense of the surveying law: no boundary is drawn, so it needs no review number.
"""

from __future__ import annotations

from dashboard import format, read, theme
from dashboard.components import metric as m
from dashboard.components import stale
from dashboard.components.frame import Content, Empty
from dashboard.components.html import Child, Html, el, link, on_screen
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
        _legend(values, scale),
    ]
    note: list[Child] = ["位置为示意，不表示边界；颜色按名次分档", on_screen("；点击进入该区(市)")]
    return Content(f"{definition.title}：{said}", body, len(values), note)


def _conclusion(view: View, peers: Peers, definition: Definition) -> str:
    """How many stand below the city's own share; of counts, which has the most and the least."""
    unit = definition.unit
    if len(peers.known) == 1:
        only = peers.known[0]
        return f"只有{only.area.short_name}有数据：{format.quantity(only.reading.value, unit)}"
    if len({p.reading.value for p in peers.known}) == 1:
        same = format.quantity(peers.known[0].reading.value, unit)
        return f"{len(peers.known)}个区(市)均为{same}"
    whole = m.reading(view, definition.metric, view.areas.city.code).value
    if definition.has_denominator and whole is not None:
        falling = definition.direction == "down"
        worse = [p for p in peers.known if _is_worse(p.reading.value, whole, falling=falling)]
        side = "高于" if falling else "低于"
        return f"{len(worse)}个区(市){side}全市的{format.quantity(whole, unit)}"
    return _ends(peers.known, unit)


def _ends(known: tuple[Peer, ...], unit: str) -> str:
    """Who has the most and the least; who shares an end with others is counted, not named."""
    values = sorted({p.reading.value or 0.0 for p in known})
    told: list[str] = []
    for value, word in ((values[-1], "最多"), (values[0], "最少")):
        those = [p for p in known if p.reading.value == value]
        text = format.quantity(value, unit)
        if len(values) == 2 and told:
            told.append(f"其余{text}")
        elif len(those) > 1:
            told.append(f"{len(those)}个区(市)各{text}")
        else:
            told.append(f"{those[0].area.short_name}{word}（{text}）")
    return "，".join(told)


def _is_worse(value: float | None, whole: float, *, falling: bool) -> bool:
    return value is not None and (value > whole if falling else value < whole)


def _tile(view: View, peer: Peer, scale: format.Scale, among: list[float]) -> Html:
    one = peer.reading
    row, column = peer.area.tile or (0, 0)
    value = one.figure(format.scaled(one.value, scale), one.value)
    step = None if one.value is None else theme.ramp_step(one.value, among)
    unit = "" if one.value is None else scale.suffix
    mark = stale.mark(view, one)
    return el(
        "li",
        link(
            [
                el("span", peer.area.short_name, class_="name"),
                el("span", value, unit, class_="v"),
                mark,
            ],
            view.address(area=peer.area.code),
            class_="none" if step is None else f"ramp-{step}" + (" stale" if mark else ""),
            aria_current="true" if peer.chosen else None,
        ),
        style=f"grid-row:{row};grid-column:{column}",
    )


def _legend(values: list[float], scale: format.Scale) -> Html:
    """The colours that are on the map, between the values at their ends."""
    drawn = sorted({theme.ramp_step(value, values) for value in values})
    ends = [f"{format.scaled(at, scale)}{scale.suffix}" for at in (min(values), max(values))]
    steps = [el("i", class_=f"ramp-{step}") for step in drawn]
    return el(
        "p",
        el("span", ends[0]),
        el("span", *steps, class_="steps", aria_hidden="true"),
        el("span", ends[1]) if len(drawn) > 1 else None,
        class_="legend",
    )

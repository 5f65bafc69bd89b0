"""The ten districts as tiles laid out by hand, coloured by a metric; a click drills down.

Not a map in the sense of the surveying law: no boundary is drawn, so it needs no review number.
"""

from __future__ import annotations

from dashboard import format, read, theme
from dashboard.components.frame import Content, Empty
from dashboard.components.html import Html, el, link
from dashboard.components.metric import Indicator, reaches
from dashboard.components.peers import Peer, under
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
    tiles = [_tile(view, p, scale, min(values), max(values)) for p in peers.all if p.area.tile]
    missing = len(peers.all) - len(values)
    said = f"{title}：{len(values)}个区(市)有数据" + (f"，{missing}个无数据" if missing else "")
    body = [
        el("ul", *tiles, class_="tile-map"),
        _legend(min(values), max(values), scale),
    ]
    return Content(said, body, len(values), "位置为示意，不表示边界；点击进入该区(市)")


def _tile(view: View, peer: Peer, scale: format.Scale, lowest: float, highest: float) -> Html:
    one = peer.reading
    row, column = peer.area.tile or (0, 0)
    value = one.figure(format.scaled(one.value, scale), one.value)
    step = None if one.value is None else theme.ramp_step(one.value, lowest, highest)
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

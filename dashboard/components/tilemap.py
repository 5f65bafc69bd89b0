"""Areas coloured by a metric; a click drills down.

Without borders the ten districts are tiles laid out by hand: not a map in the sense of the
surveying law, so it needs no review number. Where the deployment supplied borders, shapes are drawn
with their review number, and a district whose streets have borders shows its streets.
"""

from __future__ import annotations

from collections.abc import Mapping

from dashboard import format, read, theme
from dashboard.components import metric as m
from dashboard.components import shapemap, stale
from dashboard.components.frame import Content, Empty
from dashboard.components.html import Child, Html, el, link, on_screen, table, table_view
from dashboard.components.metric import Indicator, reaches
from dashboard.components.peers import Peer, Peers, under, whose
from dashboard.components.shapemap import Piece
from dashboard.read import Definition
from dashboard.reading import boundaries
from dashboard.reading.boundaries import Boundary
from dashboard.view import CITY, DISTRICT, STREET, Area, View


def chart(view: View, indicator: Indicator) -> Content | Empty:
    """Every district's value of the indicator, the view's own district outlined; its streets' where
    they have borders."""
    definition = read.definition(view.version, indicator.metric)
    title = f"{definition.title}分布"
    if not reaches(definition, DISTRICT):
        return Empty(title, format.NO_DATA, "本指标不分区(市)统计")
    parent = _parent(view, definition)
    peers = under(view, indicator, parent)
    level = read.level_title(view.version, peers.level)
    values = [p.reading.value for p in peers.known if p.reading.value is not None]
    if not values:
        return Empty(title, format.NO_DATA, f"本周各{level}都没有数据")
    scale = format.scale_for(values, definition.unit)
    missing = len(peers.all) - len(values)
    said = _conclusion(view, peers, definition, level) + (f"，{missing}个无数据" if missing else "")
    known = boundaries.below(view.version, parent.code)
    if known:
        body = _shapes(view, peers, known, scale, values)
        drawn_on = format.day(max(one.drawn_on for one in known.values()))
        note: list[Child] = [f"界线为{drawn_on}的数据；颜色按名次分档"]
    else:
        tiles = [_tile(view, p, scale, values) for p in peers.all if p.area.tile]
        body = [el("ul", *tiles, class_="tile-map"), _legend(values, scale)]
        note = ["位置为示意，不表示边界；颜色按名次分档"]
    if upto := m.dated(p.reading for p in peers.known):
        note.append(f"；{upto}")
    note.append(on_screen(f"；点击进入该{level}"))
    title = f"{whose(view, peers)}{definition.title}"
    return Content(f"{title}：{said}", body, len(values), note)


def _parent(view: View, definition: Definition) -> Area:
    """Whose areas are shown: the view's district if its streets have borders, else the city."""
    district = view.areas.district(view.area)
    if district is None or not reaches(definition, STREET):
        return view.areas.city
    has_borders = bool(boundaries.below(view.version, district.code))
    return district if has_borders else view.areas.city


def _shapes(
    view: View,
    peers: Peers,
    known: Mapping[str, Boundary],
    scale: format.Scale,
    values: list[float],
) -> list[Html]:
    pieces = [_piece(view, peer, scale, values) for peer in peers.all]
    figure, *below, review = shapemap.draw(pieces, known)
    head = [read.level_title(view.version, peers.level), "数值"]
    rows = [[link(p.name, p.address), [p.value, stale.told(p.stale)]] for p in pieces]
    return [figure, *below, _legend(values, scale), review, table_view(table(head, rows))]


def _piece(view: View, peer: Peer, scale: format.Scale, among: list[float]) -> Piece:
    return Piece(
        area=peer.area.code,
        name=peer.area.short_name,
        value=el("span", *_value(peer, scale), class_="v"),
        printed=_printed(peer, scale),
        stale=stale.words(view, peer.reading),
        tone=_tone(view, peer, among),
        address=view.address(area=peer.area.code),
        chosen=peer.chosen,
    )


def _conclusion(view: View, peers: Peers, definition: Definition, level: str) -> str:
    """How many stand below the whole's own share; of counts, which has the most and the least."""
    unit = definition.unit
    if len(peers.known) == 1:
        only = peers.known[0]
        return f"只有{only.area.short_name}有数据：{format.quantity(only.reading.value, unit)}"
    if len({p.reading.value for p in peers.known}) == 1:
        same = format.quantity(peers.known[0].reading.value, unit)
        return f"{len(peers.known)}个{level}均为{same}"
    whole = m.reading(view, definition.metric, peers.parent.code).value
    if definition.has_denominator and whole is not None:
        falling = definition.direction == "down"
        worse = [p for p in peers.known if _is_worse(p.reading.value, whole, falling=falling)]
        side = "高于" if falling else "低于"
        name = "全市" if peers.parent.level == CITY else peers.parent.short_name
        return f"{len(worse)}个{level}{side}{name}的{format.quantity(whole, unit)}"
    if not view.ranks:
        return "各地各有多少" if whole is None else str(format.quantity(whole, unit))
    return _ends(peers.known, unit, level)


def _ends(known: tuple[Peer, ...], unit: str, level: str) -> str:
    """Who has the most and the least; who shares an end with others is counted, not named."""
    values = sorted({p.reading.value or 0.0 for p in known})
    told: list[str] = []
    for value, word in ((values[-1], "最多"), (values[0], "最少")):
        those = [p for p in known if p.reading.value == value]
        text = format.quantity(value, unit)
        if len(values) == 2 and told:
            told.append(f"其余{text}")
        elif len(those) > 1:
            told.append(f"{len(those)}个{level}各{text}")
        else:
            told.append(f"{those[0].area.short_name}{word}（{text}）")
    return "，".join(told)


def _is_worse(value: float | None, whole: float, *, falling: bool) -> bool:
    return value is not None and (value > whole if falling else value < whole)


def _value(peer: Peer, scale: format.Scale) -> list[Child]:
    one = peer.reading
    unit = "" if one.value is None else scale.suffix
    return [one.figure(format.scaled(one.value, scale), one.value), unit]


def _printed(peer: Peer, scale: format.Scale) -> str:
    value = peer.reading.value
    return f"{format.scaled(value, scale)}{'' if value is None else scale.suffix}"


def _tone(view: View, peer: Peer, among: list[float]) -> str:
    value = peer.reading.value
    if value is None:
        return "none"
    return f"ramp-{theme.ramp_step(value, among)}" + (
        " stale" if stale.words(view, peer.reading) else ""
    )


def _tile(view: View, peer: Peer, scale: format.Scale, among: list[float]) -> Html:
    row, column = peer.area.tile or (0, 0)
    value, unit = _value(peer, scale)
    return el(
        "li",
        link(
            [
                el("span", peer.area.short_name, class_="name"),
                el("span", value, unit, class_="v"),
                stale.mark(view, peer.reading),
            ],
            view.address(area=peer.area.code),
            class_=_tone(view, peer, among),
            aria_current="true" if peer.chosen else None,
        ),
        style=f"grid-row:{row};grid-column:{column}",
    )


def _legend(values: list[float], scale: format.Scale) -> Html:
    """The colours that are on the map, between the values at their ends."""
    drawn = sorted({theme.ramp_step(value, values) for value in values})
    ends = [format.written(at, scale) for at in (min(values), max(values))]
    steps = [el("i", class_=f"ramp-{step}") for step in drawn]
    return el(
        "p",
        el("span", ends[0]),
        el("span", *steps, class_="steps", aria_hidden="true"),
        el("span", ends[1]) if len(drawn) > 1 else None,
        class_="legend",
    )

"""The areas that stand beside each other in a ranking or on the tile map."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dashboard import format, read
from dashboard.components import metric as m
from dashboard.components.frame import Withheld
from dashboard.components.metric import Indicator, Reading
from dashboard.read import Definition
from dashboard.view import CITY, Area, View

NAMED = 2  # so many are named; more are counted
# First and last by direction: nobody leads in harm, there it is few or many.
ENDS = {"up": ("居首", "居末"), "down": ("最少", "最多")}


@dataclass(frozen=True)
class Peer:
    """One area with its reading and its place; place None when it has no value.

    `compared` is what the place goes by: the value, or its share of the plan.
    """

    area: Area
    reading: Reading
    place: int | None
    chosen: bool
    compared: float | None


@dataclass(frozen=True)
class Peers:
    """Areas of one level under `parent`, in customary order.

    `by_plan`: a bare count is led by the largest area, so one that has a plan everywhere is
    compared by how much of its plan each has done.
    """

    parent: Area
    level: str
    all: tuple[Peer, ...]
    by_plan: bool

    @property
    def unit(self) -> str:
        """The unit of what is compared."""
        if self.by_plan or not self.all:
            return format.PERCENT
        return self.all[0].reading.definition.unit

    @property
    def known(self) -> tuple[Peer, ...]:
        """Those with a value, best first; equals keep the customary order."""
        return tuple(sorted((p for p in self.all if p.place is not None), key=_by_place))

    @property
    def ranked(self) -> tuple[Peer, ...]:
        """Best first, those without a value last."""
        return self.known + tuple(p for p in self.all if p.place is None)

    @property
    def chosen(self) -> Peer | None:
        """The view's own area, when it is one of them."""
        return next((p for p in self.all if p.chosen), None)


def _by_place(peer: Peer) -> int:
    return peer.place or 0


def whose(view: View, peers: Peers) -> str:
    """`中韩街道各社区(村)`: whose rows a title speaks of; empty for those below the view's own."""
    if peers.parent == view.area:
        return ""
    name = "全市" if peers.parent.level == CITY else peers.parent.name
    return f"{name}各{read.level_title(view.version, peers.level)}"


def own_row(peers: Iterable[Peer]) -> int | None:
    """Which of these, counted from 0, is the view's own area or holds it; None when none does."""
    return next((n for n, peer in enumerate(peers) if peer.chosen), None)


def unranked(view: View, title: str) -> Withheld:
    """Instead of a ranking, in an edition that has none."""
    return Withheld(title, f"{read.edition_title(view.version)}不给各地排名次")


def below_or_beside(view: View, indicator: Indicator) -> Peers | None:
    """The areas below the view's, or beside it where the metric goes no further down.

    None when the metric is not given below the city at all.
    """
    definition = read.definition(view.version, indicator.metric)
    for parent in reversed(view.areas.path(view.area)):
        children = view.areas.children(parent)
        if children and m.reaches(definition, children[0].level):
            return under(view, indicator, parent)
    return None


def under(view: View, indicator: Indicator, parent: Area) -> Peers:
    """The areas directly below `parent`, each with its reading and place."""
    children = view.areas.children(parent)
    readings = [m.reading(view, indicator.metric, area.code) for area in children]
    definition = read.definition(view.version, indicator.metric)
    rising = definition.direction != "down"
    by_plan = _goes_by_plan(definition, readings)
    compared = [_compared(one, by_plan=by_plan) for one in readings]
    values = [value for value in compared if value is not None]
    own = {area.code for area in view.areas.path(view.area)}
    return Peers(
        parent,
        children[0].level if children else "",
        tuple(
            Peer(area, one, _place(value, values, rising), area.code in own, value)
            for area, one, value in zip(children, readings, compared, strict=True)
        ),
        by_plan,
    )


def _goes_by_plan(definition: Definition, readings: list[Reading]) -> bool:
    """Whether this is a count that is to grow, and every area that has one has a plan for it."""
    if definition.has_denominator or definition.direction != "up":
        return False
    return all(one.planned for one in readings if one.value is not None)


def _compared(one: Reading, *, by_plan: bool) -> float | None:
    if not by_plan:
        return one.value
    return one.value / one.planned if one.value is not None and one.planned else None


def _place(value: float | None, values: list[float], rising: bool) -> int | None:
    if value is None:
        return None
    return 1 + sum(other > value if rising else other < value for other in values)


def conclusion(view: View, peers: Peers) -> str:
    """What the comparison says: where the chosen area stands, or how far apart the ends are."""
    known, unit = peers.known, peers.unit
    level = read.level_title(view.version, peers.level)
    if len(known) == 1:
        return f"只有{known[0].area.name}有数据：{_value(known[0], unit)}"
    first, last = known[0], known[-1]
    gap = format.difference((first.compared or 0.0) - (last.compared or 0.0), unit)
    if first.place == last.place:
        return f"{len(known)}个{level}均为{_value(first, unit)}"
    if (own := peers.chosen) is not None and own.place is not None:
        order = "由少到多，" if own.reading.definition.direction == "down" else ""
        named = own.area.name if own.area == view.area else f"所在的{own.area.name}"
        equals = sum(p.place == own.place for p in known) - 1
        where = f"居第{own.place}位（{order}共{len(known)}个）"
        if equals and own.place == last.place:
            where = f"与其余{equals}个并列{_ends(first)[1]}（共{len(known)}个）"
        elif equals:
            where = f"并列第{own.place}位（{order}共{len(known)}个）"
        return f"{named}{where}：{_value(own, unit)}"
    leading = [p for p in known if p.place == 1]
    trailing = [p for p in known if p.place == last.place]
    best, worst = _ends(first)
    return f"{_names(leading, level)}{best}，{_names(trailing, level)}{worst}，相差{gap}"


def _ends(peer: Peer) -> tuple[str, str]:
    return ENDS.get(peer.reading.definition.direction, ("最多", "最少"))


def _names(peers: list[Peer], level: str) -> str:
    if len(peers) > NAMED:
        return f"{len(peers)}个{level}"
    return "、".join(p.area.short_name for p in peers)


def _value(peer: Peer, unit: str) -> str:
    return str(format.quantity(peer.compared, unit))

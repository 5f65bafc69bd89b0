"""Points in a plane with a scale bar and no base map: where things lie to each other.

Without borders it is not a map in the sense of the surveying law and needs no review number. With
the borders that a deployment supplied it prints theirs.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median, quantiles
from typing import Any, Literal

from dashboard import format
from dashboard.components.html import NOTHING, Child, Html, el, join, link
from dashboard.components.labels import Label, Placed, Spot, leaders, place
from dashboard.components.plane import Place, Plane, plane_of, review_numbers
from dashboard.reading.boundaries import Boundary, Ring

Tone = Literal["plain", "accent", "good", "warn", "bad"]
Shape = Literal["circle", "triangle", "diamond", "square"]

MOST_POINTS = 600  # more of them are drawn as counts per cell
CELLS = 24  # across the longer side, when counts are drawn
FAR = 3.0  # times the middle half's width: a point beyond that, and …
CITY_DEGREES = 1.5  # … further off than a city is wide, has a wrong coordinate
NAME_REACH, NAME_HEIGHT = 8.0, 6.0  # percent: half a name's width on a phone, and its height
DOT = 0.2  # percent: half the side of a spot that a name belongs to
TALLEST = 620  # px: so that marks close together can still be told apart
MARGIN = 0.06  # of the longer side kept free, so that no mark is cut
BAR_SHARE = 0.25  # the scale bar takes at most this share of the width
SMALLEST_BIN, LARGEST_BIN = 18, 44  # px
ORDER: tuple[Tone, ...] = ("plain", "accent", "good", "warn", "bad")  # the gravest on top


@dataclass(frozen=True)
class Point:
    """One object: degrees (CGCS2000 or WGS84), its tone and shape, what is said when pointed at.

    `group` is the short name of the area it belongs to, written once among its points; a ring
    around it singles it out among its like.
    """

    longitude: float
    latitude: float
    tone: Tone
    shape: Shape
    tip: str
    group: str = ""
    is_ringed: bool = False

    @property
    def place(self) -> Place:
        """Where it is."""
        return self.longitude, self.latitude


@dataclass(frozen=True)
class Key:
    """One entry of the legend: the mark and what it stands for, with the number of objects."""

    tone: Tone
    shape: Shape
    text: str


def placed(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows that have both coordinates: the others cannot be drawn."""
    return [row for row in rows if row["longitude"] is not None and row["latitude"] is not None]


def draw(
    points: Sequence[Point],
    told: str,
    *,
    links: Mapping[str, str] | None = None,
    keys: Sequence[Key] = (),
    borders: Sequence[Boundary] = (),
    within: Plane | None = None,
) -> Html:
    """The points as an image that says `told` aloud; names of groups lead to `links`.

    Nothing for no points. Points far from all others are left out and counted below. `borders`
    are drawn below the points as thin lines. `within`: the plane to draw in, where it is not to be
    the smallest that holds them.
    """
    near = nearby(points)
    if not near:
        return NOTHING
    plane = within or plane_around(near, borders)
    few = len(near) <= MOST_POINTS
    marks = [_mark(plane, one) for one in _layered(near)] if few else _bins(plane, near)
    plot = el(
        "div",
        _lines(plane, borders),
        *_names(plane, near, links or {}, is_spread=bool(borders)),
        el("div", *marks, role="img", aria_label=told, class_="marks"),
        _bar(plane),
        class_="plane",
        style=plane.style(TALLEST),
    )
    foot: list[Child] = [el("span", sign(key), key.text) for key in keys]
    foot.append(el("span", "上北" if borders else "上北；只画相对位置，不表示边界"))
    if borders:
        foot.append(el("span", review_numbers(borders), class_="review"))
    if not few:
        foot.append(el("span", "圈内为处数"))
    if left_out := len(points) - len(near):
        foot.append(el("span", f"另有{left_out}个坐标偏离过远，未画"))
    return el("div", plot, el("p", *foot, class_="keys"), class_="pointmap")


def _lines(plane: Plane, borders: Sequence[Boundary]) -> Html:
    if not borders:
        return NOTHING
    return plane.drawing(join(el("path", d=plane.path(b.rings)) for b in borders), "borders")


def plane_around(points: Sequence[Point], borders: Sequence[Boundary] = ()) -> Plane:
    """The plane that holds the points and the borders; there must be a point."""
    places = [one.place for one in points]
    return plane_of([*places, *(c for border in borders for c in border.corners)], MARGIN)


def nearby(points: Sequence[Point]) -> list[Point]:
    """Without those whose longitude or latitude lies far outside the middle half of all."""
    if len(points) < 4:
        return list(points)
    east = _limits([p.longitude for p in points])
    north = _limits([p.latitude for p in points])
    return [
        p
        for p in points
        if east[0] <= p.longitude <= east[1] and north[0] <= p.latitude <= north[1]
    ]


def _limits(values: Sequence[float]) -> tuple[float, float]:
    low, _, high = quantiles(values, n=4, method="inclusive")
    room = max(FAR * (high - low), CITY_DEGREES)
    return low - room, high + room


def _layered(points: Sequence[Point]) -> list[Point]:
    return sorted(points, key=lambda p: ORDER.index(p.tone))


def _mark(plane: Plane, one: Point) -> Html:
    x, y = plane.at(one.place)
    place = f"left:{x:.2f}%;top:{y:.2f}%"
    mark = el("i", class_=f"mark {one.shape} {one.tone}", style=place, data_tip=one.tip)
    return join([el("i", class_="ring", style=place), mark]) if one.is_ringed else mark


def sign(key: Key) -> Html:
    """The mark of a legend's entry."""
    return el("i", class_=f"mark {key.shape} {key.tone}", aria_hidden="true")


def _bins(plane: Plane, points: Sequence[Point]) -> list[Html]:
    """One circle per cell with the number of points in it, in the tone of the gravest."""
    step = max(plane.width, plane.height) / CELLS
    cells: dict[tuple[int, int], list[Point]] = {}
    for one in points:
        x, y = plane.at(one.place)
        cell = int(x / 100 * plane.width / step), int(y / 100 * plane.height / step)
        cells.setdefault(cell, []).append(one)
    most = max(len(inside) for inside in cells.values())
    return [_bin(plane, inside, most) for inside in cells.values()]


def _bin(plane: Plane, inside: Sequence[Point], most: int) -> Html:
    places = [plane.at(one.place) for one in inside]
    x, y = (sum(axis) / len(places) for axis in zip(*places, strict=True))
    size = SMALLEST_BIN + (LARGEST_BIN - SMALLEST_BIN) * math.sqrt(len(inside) / most)
    tone = _layered(inside)[-1].tone
    style = f"left:{x:.2f}%;top:{y:.2f}%;width:{size:.0f}px;height:{size:.0f}px"
    return el("b", format.grouped(len(inside), 0), class_=f"bin {tone}", style=style)


def _names(
    plane: Plane, points: Sequence[Point], links: Mapping[str, str], *, is_spread: bool
) -> list[Html]:
    """Each group's name beside its points, and below every mark: no name hides a point.

    Borders make the drawing wide and the groups small: then names that would meet are `is_spread`,
    with a line to where they belong.
    """
    groups = middles_of(plane, points)
    if len(groups) < 2:
        return []
    if is_spread:
        return _spread(plane, groups, links)
    marked = [(plane.at(one.place), one.group) for one in points]
    beside = {name: _beside(marked, name, middle) for name, middle in groups.items()}
    return [_name(name, at, links.get(name), side) for name, (at, side) in beside.items()]


def _spread(plane: Plane, groups: Mapping[str, Spot], links: Mapping[str, str]) -> list[Html]:
    wanted = [Label((name,), [_dot(*at)]) for name, at in groups.items()]
    found = place(wanted, plane.height / plane.width)
    spots = [one or Placed(at) for one, at in zip(found, groups.values(), strict=True)]
    names = [
        _name(name, spot.at, links.get(name), "") for name, spot in zip(groups, spots, strict=True)
    ]
    lines = leaders(plane, spots)
    return [plane.drawing(join(lines), "borders"), *names] if lines else names


def middles_of(plane: Plane, points: Sequence[Point]) -> dict[str, tuple[float, float]]:
    """Where the middle of each group's points lies, in percent."""
    groups: dict[str, list[Point]] = {}
    for one in points:
        if one.group:
            groups.setdefault(one.group, []).append(one)
    return {name: _middle(plane, inside) for name, inside in groups.items()}


def _middle(plane: Plane, inside: Sequence[Point]) -> tuple[float, float]:
    east = median(one.longitude for one in inside)
    north = median(one.latitude for one in inside)
    return plane.at((east, north))


def _beside(marked: Sequence[tuple[Spot, str]], group: str, middle: Spot) -> tuple[Spot, str]:
    """Over the group's points at its middle, or under them where that covers fewer marks."""
    here = [(y, name) for (x, y), name in marked if abs(x - middle[0]) <= NAME_REACH]
    own = [y for y, name in here if name == group] or [middle[1]]
    over, under = min(own), max(own)
    above = sum(over - NAME_HEIGHT <= y < over for y, _ in here)
    below = sum(under < y <= under + NAME_HEIGHT for y, _ in here)
    return ((middle[0], under), "below") if below < above else ((middle[0], over), "above")


def _dot(x: float, y: float) -> Ring:
    """A spot as the smallest of areas."""
    return ((x - DOT, y - DOT), (x + DOT, y - DOT), (x + DOT, y + DOT), (x - DOT, y + DOT))


def _name(name: str, at: Spot, to: str | None, side: str) -> Html:
    x, y = at
    text = link(name, to) if to else name
    return el("span", text, class_=f"group {side}".strip(), style=f"left:{x:.2f}%;top:{y:.2f}%")


def bar_km(width: float) -> float:
    """A round length (1, 2 or 5 times a power of ten) of at most a quarter of `width` km."""
    room = width * BAR_SHARE
    power = 10.0 ** math.floor(math.log10(room))
    return max(factor * power for factor in (1, 2, 5) if factor * power <= room)


def bar_text(length: float) -> str:
    """What stands at a scale bar of `length` km."""
    return f"{format.plain(length)}公里" if length >= 1 else f"{format.plain(length * 1000)}米"


def _bar(plane: Plane) -> Html:
    length = bar_km(plane.width)
    style = f"width:{length / plane.width * 100:.2f}%"
    return el("span", bar_text(length), class_="scale-bar", style=style)

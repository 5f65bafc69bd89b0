"""Points in a plane with a scale bar and no base map: where things lie to each other, no boundary.

Degrees become kilometres around the middle of the points (equirectangular, good to a hair within a
city). Not a map in the sense of the surveying law, so it needs no review number.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median, quantiles
from typing import Any, Literal

from dashboard import format
from dashboard.components.html import NOTHING, Child, Html, el, link

Tone = Literal["plain", "accent", "good", "warn", "bad"]
Shape = Literal["circle", "triangle", "diamond", "square"]

KM_PER_DEGREE = 111.32
MOST_POINTS = 600  # more of them are drawn as counts per cell
CELLS = 24  # across the longer side, when counts are drawn
FAR = 3.0  # times the middle half's width: a point beyond that, and …
CITY_DEGREES = 1.5  # … further off than a city is wide, has a wrong coordinate
MARGIN = 0.06  # of the longer side kept free, so that no mark is cut
BAR_SHARE = 0.25  # the scale bar takes at most this share of the width
TALLEST = 620  # px: wider drawings stop growing there, in both directions
SMALLEST_BIN, LARGEST_BIN = 18, 44  # px
ORDER: tuple[Tone, ...] = ("plain", "accent", "good", "warn", "bad")  # the gravest on top


@dataclass(frozen=True)
class Point:
    """One object: degrees (CGCS2000 or WGS84), its tone and shape, what is said when pointed at.

    `group` is the short name of the area it belongs to, written once among its points.
    """

    longitude: float
    latitude: float
    tone: Tone
    shape: Shape
    tip: str
    group: str = ""


@dataclass(frozen=True)
class Key:
    """One entry of the legend: the mark and what it stands for, with the number of objects."""

    tone: Tone
    shape: Shape
    text: str


@dataclass(frozen=True)
class _Plane:
    """The drawing's range in km east and north of the middle."""

    longitude: float
    latitude: float
    left: float
    bottom: float
    width: float
    height: float

    def at(self, point: Point) -> tuple[float, float]:
        """Percent from the left and from the top."""
        x, y = _km(point.longitude, point.latitude, self.longitude, self.latitude)
        return (x - self.left) / self.width * 100, 100 - (y - self.bottom) / self.height * 100


def placed(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows that have both coordinates: the others cannot be drawn."""
    return [row for row in rows if row["longitude"] is not None and row["latitude"] is not None]


def draw(
    points: Sequence[Point],
    told: str,
    *,
    links: Mapping[str, str] | None = None,
    keys: Sequence[Key] = (),
) -> Html:
    """The points as an image that says `told` aloud; names of groups lead to `links`.

    Nothing for no points. Points far from all others are left out and counted below.
    """
    near = _near(points)
    if not near:
        return NOTHING
    plane = _plane(near)
    few = len(near) <= MOST_POINTS
    marks = [_mark(plane, one) for one in _layered(near)] if few else _bins(plane, near)
    plot = el(
        "div",
        el("div", *marks, role="img", aria_label=told, class_="marks"),
        *_names(plane, near, links or {}),
        _bar(plane),
        class_="plane",
        style=f"aspect-ratio:{plane.width:.3f}/{plane.height:.3f};"
        f"max-width:{TALLEST * plane.width / plane.height:.0f}px",
    )
    foot: list[Child] = [el("span", _sign(key), key.text) for key in keys]
    foot.append(el("span", "上北；只画相对位置，不表示边界"))
    if not few:
        foot.append(el("span", "圈内为处数"))
    if left_out := len(points) - len(near):
        foot.append(el("span", f"另有{left_out}个坐标偏离过远，未画"))
    return el("div", plot, el("p", *foot, class_="keys"), class_="pointmap")


def _km(longitude: float, latitude: float, lon0: float, lat0: float) -> tuple[float, float]:
    east = (longitude - lon0) * KM_PER_DEGREE * math.cos(math.radians(lat0))
    return east, (latitude - lat0) * KM_PER_DEGREE


def _near(points: Sequence[Point]) -> list[Point]:
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


def _plane(points: Sequence[Point]) -> _Plane:
    lon0 = median(p.longitude for p in points)
    lat0 = median(p.latitude for p in points)
    east, north = zip(*(_km(p.longitude, p.latitude, lon0, lat0) for p in points), strict=True)
    width, height = max(east) - min(east), max(north) - min(north)
    longer = max(width, height, 1.0)
    # Neither a thread nor a tower: the shorter side is at least 0.6 of the longer.
    wide = max(width, 0.6 * longer) + 2 * MARGIN * longer
    high = max(height, 0.6 * longer) + 2 * MARGIN * longer
    left = (max(east) + min(east) - wide) / 2
    bottom = (max(north) + min(north) - high) / 2
    return _Plane(lon0, lat0, left, bottom, wide, high)


def _layered(points: Sequence[Point]) -> list[Point]:
    return sorted(points, key=lambda p: ORDER.index(p.tone))


def _mark(plane: _Plane, one: Point) -> Html:
    x, y = plane.at(one)
    place = f"left:{x:.2f}%;top:{y:.2f}%"
    return el("i", class_=f"mark {one.shape} {one.tone}", style=place, data_tip=one.tip)


def _sign(key: Key) -> Html:
    return el("i", class_=f"mark {key.shape} {key.tone}", aria_hidden="true")


def _bins(plane: _Plane, points: Sequence[Point]) -> list[Html]:
    """One circle per cell with the number of points in it, in the tone of the gravest."""
    step = max(plane.width, plane.height) / CELLS
    cells: dict[tuple[int, int], list[Point]] = {}
    for one in points:
        x, y = plane.at(one)
        cell = int(x / 100 * plane.width / step), int(y / 100 * plane.height / step)
        cells.setdefault(cell, []).append(one)
    most = max(len(inside) for inside in cells.values())
    return [_bin(plane, inside, most) for inside in cells.values()]


def _bin(plane: _Plane, inside: Sequence[Point], most: int) -> Html:
    places = [plane.at(one) for one in inside]
    x, y = (sum(axis) / len(places) for axis in zip(*places, strict=True))
    size = SMALLEST_BIN + (LARGEST_BIN - SMALLEST_BIN) * math.sqrt(len(inside) / most)
    tone = _layered(inside)[-1].tone
    style = f"left:{x:.2f}%;top:{y:.2f}%;width:{size:.0f}px;height:{size:.0f}px"
    return el("b", format.grouped(len(inside), 0), class_=f"bin {tone}", style=style)


def _names(plane: _Plane, points: Sequence[Point], links: Mapping[str, str]) -> list[Html]:
    """Each group's name at the middle of its points."""
    groups: dict[str, list[Point]] = {}
    for one in points:
        if one.group:
            groups.setdefault(one.group, []).append(one)
    if len(groups) < 2:
        return []
    return [_name(plane, name, inside, links.get(name)) for name, inside in groups.items()]


def _name(plane: _Plane, name: str, inside: Sequence[Point], to: str | None) -> Html:
    east = median(one.longitude for one in inside)
    north = median(one.latitude for one in inside)
    x, y = plane.at(Point(east, north, "plain", "circle", ""))
    text = link(name, to) if to else name
    return el("span", text, class_="group", style=f"left:{x:.2f}%;top:{y:.2f}%")


def bar_km(width: float) -> float:
    """A round length (1, 2 or 5 times a power of ten) of at most a quarter of `width` km."""
    room = width * BAR_SHARE
    power = 10.0 ** math.floor(math.log10(room))
    return max(factor * power for factor in (1, 2, 5) if factor * power <= room)


def _bar(plane: _Plane) -> Html:
    length = bar_km(plane.width)
    text = f"{format.plain(length)}公里" if length >= 1 else f"{format.plain(length * 1000)}米"
    return el("span", text, class_="scale-bar", style=f"width:{length / plane.width * 100:.2f}%")

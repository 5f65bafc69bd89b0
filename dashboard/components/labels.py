"""Where the labels of a map go, so that none covers another on the narrowest screen.

Worked out once, for a drawing as wide as a phone shows it: places are percent of the drawing and
labels keep their size in pixels, so a wider drawing only moves them further apart.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dashboard.components.html import Html, el
from dashboard.components.plane import Plane
from dashboard.reading.boundaries import Ring

NARROWEST = 318.0  # px: a tile's inside on a screen of 390
LINE = 19.0  # px
EM, DIGIT, PADDING = 13.0, 9.5, 10.0  # px: a Chinese character, a figure, both sides
APART = 3.0  # px between labels
TURNS, STEPS, STEP = 16, 14, 12.0  # where a label is tried around its area: directions, rings, px
SCANS = 24  # lines on which the inside of an area is looked for

Spot = tuple[float, float]


@dataclass(frozen=True)
class Label:
    """What is to be placed: its lines, and the rings of its area in percent of the drawing."""

    lines: tuple[str, ...]
    rings: Sequence[Ring]


@dataclass(frozen=True)
class Placed:
    """The middle of the label, and of its area when a line must lead there, in percent."""

    at: Spot
    from_area: Spot | None = None


@dataclass(frozen=True)
class _Box:
    x: float
    y: float
    width: float
    height: float

    def meets(self, other: _Box) -> bool:
        return (
            abs(self.x - other.x) * 2 < self.width + other.width + 2 * APART
            and abs(self.y - other.y) * 2 < self.height + other.height + 2 * APART
        )


def place(labels: Sequence[Label], ratio: float) -> list[Placed | None]:
    """A place for each label, None where there is none; `ratio`: height to width.

    Large areas first, in their middle; the rest as near as may be, at best over no other area.
    """
    size = NARROWEST, NARROWEST * ratio
    areas = [_scaled(label.rings, size) for label in labels]
    extents = [_extent(rings) for rings in areas]
    middles = [_middle(rings) for rings in areas]
    order = sorted(range(len(labels)), key=lambda n: -extents[n])
    taken: list[_Box] = []
    found: list[Placed | None] = [None] * len(labels)
    for n in order:
        others = [m for m in range(len(labels)) if m != n]
        room = _Room(size, taken, [middles[m] for m in others], [areas[m] for m in others])
        box = room.place(middles[n], _size(labels[n].lines))
        if box is None:
            continue
        taken.append(box)
        led = None if _covers(box, middles[n]) else _percent(middles[n], size)
        found[n] = Placed(_percent((box.x, box.y), size), led)
    return found


@dataclass(frozen=True)
class _Room:
    """What is left of the drawing for a label: beside the labels taken, off others' middles."""

    size: tuple[float, float]
    taken: Sequence[_Box]
    hidden: Sequence[Spot]
    others: Sequence[Sequence[Ring]]

    def place(self, middle: Spot, size: tuple[float, float]) -> _Box | None:
        """The middle, else the nearest spot over no other area, else the nearest one at all."""
        own = _Box(*middle, *size)
        if self._fits(own):
            return own
        second: _Box | None = None
        for spot in _around(middle):
            box = _Box(*spot, *size)
            if not self._fits(box) or any(_covers(box, other) for other in self.hidden):
                continue
            if not any(_holds(rings, spot) for rings in self.others):
                return box
            second = second or box
        return second

    def _fits(self, box: _Box) -> bool:
        return _is_inside(box, self.size) and not any(box.meets(other) for other in self.taken)


def leaders(plane: Plane, spots: Sequence[Placed | None]) -> list[Html]:
    """Lines from areas to labels that stand beside them."""
    wide, high = plane.units
    lines = []
    for spot in spots:
        if spot is not None and spot.from_area is not None:
            (x1, y1), (x2, y2) = spot.from_area, spot.at
            lines.append(
                el(
                    "line",
                    x1=round(x1 * wide / 100),
                    y1=round(y1 * high / 100),
                    x2=round(x2 * wide / 100),
                    y2=round(y2 * high / 100),
                )
            )
    return lines


def _size(lines: Sequence[str]) -> tuple[float, float]:
    widths = [sum(EM if ord(c) > 0x2E7F else DIGIT for c in line) for line in lines]
    return max(widths) + PADDING, LINE * len(lines)


def _around(middle: Spot) -> Iterator[Spot]:
    """Spots ever further around the middle."""
    for step in range(1, STEPS + 1):
        for turn in range(TURNS):
            angle = math.tau * turn / TURNS
            x, y = step * STEP * math.cos(angle), step * STEP * math.sin(angle)
            yield middle[0] + x, middle[1] + y


def _scaled(rings: Sequence[Ring], size: tuple[float, float]) -> list[Ring]:
    """The rings in px, corners within the same pixel as the one before left out."""
    scaled = []
    for ring in rings:
        corners = [(x * size[0] / 100, y * size[1] / 100) for x, y in ring]
        pixels = [(round(x), round(y)) for x, y in corners]
        scaled.append(
            tuple(c for n, c in enumerate(corners) if not n or pixels[n] != pixels[n - 1])
        )
    return scaled


def _percent(spot: Spot, size: tuple[float, float]) -> Spot:
    return spot[0] / size[0] * 100, spot[1] / size[1] * 100


def _is_inside(box: _Box, size: tuple[float, float]) -> bool:
    return (
        box.width / 2 <= box.x <= size[0] - box.width / 2
        and box.height / 2 <= box.y <= size[1] - box.height / 2
    )


def _covers(box: _Box, spot: Spot) -> bool:
    return abs(spot[0] - box.x) * 2 <= box.width and abs(spot[1] - box.y) * 2 <= box.height


def _extent(rings: Sequence[Ring]) -> float:
    return max(abs(_area(ring)) for ring in rings)


def _area(ring: Ring) -> float:
    return (
        sum(ring[n - 1][0] * ring[n][1] - ring[n][0] * ring[n - 1][1] for n in range(len(ring))) / 2
    )


def _crossings(rings: Sequence[Ring], y: float) -> list[float]:
    """Where a level line crosses the border, from the left."""
    found = []
    for ring in rings:
        for n in range(len(ring)):
            (ax, ay), (bx, by) = ring[n - 1], ring[n]
            if (ay > y) != (by > y):
                found.append(ax + (y - ay) * (bx - ax) / (by - ay))
    return sorted(found)


def _holds(rings: Sequence[Ring], spot: Spot) -> bool:
    return sum(x > spot[0] for x in _crossings(rings, spot[1])) % 2 == 1


def _middle(rings: Sequence[Ring]) -> Spot:
    """A spot inside the area with room around it: of all level lines' stretches inside, the middle
    of the one that is wide and not far from half the height."""
    largest = max(rings, key=lambda ring: abs(_area(ring)))
    top, bottom = min(y for _, y in largest), max(y for _, y in largest)
    best, most = largest[0], -1.0
    for n in range(SCANS):
        share = (n + 0.5) / SCANS
        y = top + share * (bottom - top)
        room = min(share, 1 - share) * (bottom - top)
        crossed = _crossings(rings, y)
        for left, right in zip(crossed[::2], crossed[1::2], strict=False):
            if (worth := min(right - left, 2 * room)) > most:
                best, most = ((left + right) / 2, y), worth
    return best

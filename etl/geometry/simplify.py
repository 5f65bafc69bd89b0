"""Outlines with fewer corners, in which what were common borders still are.

A border between two areas is cut out once (between the points where more than two areas, or an
area and the outside, meet), simplified once (Douglas-Peucker), and put back into both: they can
neither gape nor overlap there. Neighbours are known by common corners, on a grid of about a metre.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from etl.geometry.outline import LEAST_CORNERS, Outline, Polygon, Ring

GRID = 100_000  # steps per degree: about 1 m
METRES = 111_320 / GRID  # per step, north

Corner = tuple[int, int]
Arc = tuple[Corner, ...]


def simplify(outlines: Sequence[Outline], tolerance_m: float) -> list[Outline]:
    """The outlines, none of whose corners was further than `tolerance_m` from the new border.

    Islands and holes smaller than a square of that side are dropped; of an area that has nothing
    larger the largest part is kept as it is.
    """
    gridded = [[[_gridded(ring) for ring in polygon] for polygon in one] for one in outlines]
    rings = [ring for one in gridded for polygon in one for ring in polygon if _is_ring(ring)]
    if not rings:
        return list(outlines)
    middle = sum(y for ring in rings for _, y in ring) / sum(map(len, rings)) / GRID
    work = _Work(_junctions(rings), math.cos(math.radians(middle)), tolerance_m)
    return [work.outline(one) for one in gridded]


def _gridded(ring: Ring) -> list[Corner]:
    """The ring on the grid, without corners that fall on the one before."""
    corners = [(round(x * GRID), round(y * GRID)) for x, y in ring]
    return [c for n, c in enumerate(corners) if c != corners[n - 1]]


def _is_ring(ring: Sequence[Corner]) -> bool:
    return len(set(ring)) >= LEAST_CORNERS


def _junctions(rings: Iterable[Sequence[Corner]]) -> frozenset[Corner]:
    """Corners where not all rings that touch them go the same two ways."""
    ways: dict[Corner, frozenset[Corner]] = {}
    found: set[Corner] = set()
    for ring in rings:
        for n, corner in enumerate(ring):
            pair = frozenset((ring[n - 1], ring[(n + 1) % len(ring)]))
            if ways.setdefault(corner, pair) != pair:
                found.add(corner)
    return frozenset(found)


@dataclass
class _Work:
    junctions: frozenset[Corner]
    squeeze: float  # a step east is so much shorter than one north
    tolerance_m: float
    done: dict[Arc, Arc] = field(default_factory=dict)

    def outline(self, polygons: Sequence[Sequence[Sequence[Corner]]]) -> Outline:
        """The simplified polygons; the largest as it was when all are too small."""
        kept = [made for polygon in polygons if (made := self._polygon(polygon))]
        if not kept:
            largest = max(polygons, key=lambda polygon: abs(self._area_m2(polygon[0])))
            kept = [(_degrees(largest[0]),)]
        return tuple(kept)

    def _polygon(self, rings: Sequence[Sequence[Corner]]) -> Polygon | None:
        made = [self._ring(ring) for ring in rings]
        least = self.tolerance_m**2
        outer, holes = made[0], made[1:]
        if not _is_ring(outer) or abs(self._area_m2(outer)) < least:
            return None
        kept = [hole for hole in holes if _is_ring(hole) and abs(self._area_m2(hole)) >= least]
        return tuple(_degrees(ring) for ring in (outer, *kept))

    def _ring(self, ring: Sequence[Corner]) -> list[Corner]:
        if not _is_ring(ring):
            return []
        cuts = [n for n, corner in enumerate(ring) if corner in self.junctions]
        # without a junction it starts at its lowest corner, wherever a neighbour's ring starts
        start = cuts[0] if cuts else min(range(len(ring)), key=lambda n: ring[n])
        turned = [*ring[start:], *ring[:start]]
        bounds = [*(n - start for n in cuts or [start]), len(ring)]
        closed = [*turned, turned[0]]
        made: list[Corner] = []
        for first, last in pairwise(bounds):
            made += self._arc(tuple(closed[first : last + 1]))[:-1]
        return made

    def _arc(self, arc: Arc) -> Arc:
        """The arc simplified, the same whichever way it is walked."""
        back = arc[::-1]
        if back < arc:
            return self._arc(back)[::-1]
        if arc not in self.done:
            self.done[arc] = self._thinned(arc)
        return self.done[arc]

    def _thinned(self, arc: Arc) -> Arc:
        kept = {0, len(arc) - 1}
        todo = [(0, len(arc) - 1)]
        while todo:
            first, last = todo.pop()
            if last - first < 2:
                continue
            at = max(
                range(first + 1, last), key=lambda n: self._metres(arc[n], arc[first], arc[last])
            )
            if self._metres(arc[at], arc[first], arc[last]) > self.tolerance_m:
                kept.add(at)
                todo += [(first, at), (at, last)]
        return tuple(arc[n] for n in sorted(kept))

    def _metres(self, corner: Corner, start: Corner, end: Corner) -> float:
        """From a corner to the straight line between two others."""
        px, py = self._from(start, corner)
        dx, dy = self._from(start, end)
        length = dx * dx + dy * dy
        share = 0.0 if length == 0 else max(0.0, min(1.0, (px * dx + py * dy) / length))
        return math.hypot(px - share * dx, py - share * dy)

    def _from(self, origin: Corner, corner: Corner) -> tuple[float, float]:
        east, north = corner[0] - origin[0], corner[1] - origin[1]
        return east * METRES * self.squeeze, north * METRES

    def _area_m2(self, ring: Sequence[Corner]) -> float:
        if not ring:
            return 0.0
        places = [self._from(ring[0], corner) for corner in ring]
        return sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairwise(places)) / 2


def _degrees(ring: Sequence[Corner]) -> Ring:
    return tuple((x / GRID, y / GRID) for x, y in ring)

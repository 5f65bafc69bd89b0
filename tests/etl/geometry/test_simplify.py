"""Simplified borders: few corners, none far from where it was, and neighbours still touch."""

from __future__ import annotations

import math
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.geometry.outline import Outline, Ring
from etl.geometry.simplify import GRID, simplify

STEP = 0.05  # degrees between the corners of the chequered land below
M_PER_DEGREE = 111_320


def edges(outline: Outline) -> Counter[tuple[tuple[float, float], ...]]:
    return Counter(
        tuple(sorted((ring[n - 1], ring[n])))
        for polygon in outline
        for ring in polygon
        for n in range(len(ring))
    )


def area(ring: Ring) -> float:
    return (
        sum(ring[n - 1][0] * ring[n][1] - ring[n][0] * ring[n - 1][1] for n in range(len(ring))) / 2
    )


def land(side: int, wiggles: list[tuple[float, float]]) -> list[Outline]:
    """side × side square areas whose borders have two more corners each, off the line."""
    given = iter(wiggles)
    middle: dict[tuple[tuple[int, int], tuple[int, int]], list[tuple[float, float]]] = {}

    def border(a: tuple[int, int], b: tuple[int, int]) -> list[tuple[float, float]]:
        first, last = min(a, b), max(a, b)
        if (first, last) not in middle:
            middle[first, last] = []
            for share in (1 / 3, 2 / 3):
                dx, dy = next(given)
                x = first[0] + share * (last[0] - first[0]) + dx
                y = first[1] + share * (last[1] - first[1]) + dy
                middle[first, last].append((120 + x * STEP, 36 + y * STEP))
        found = middle[first, last]
        return found if a == first else found[::-1]

    made = []
    for column in range(side):
        for row in range(side):
            corners = [(column, row), (column + 1, row), (column + 1, row + 1), (column, row + 1)]
            ring: list[tuple[float, float]] = []
            for n, corner in enumerate(corners):
                ring.append((120 + corner[0] * STEP, 36 + corner[1] * STEP))
                ring += border(corner, corners[(n + 1) % 4])
            made.append(((tuple(ring),),))
    return made


small = st.floats(-0.15, 0.15)
places = st.lists(st.tuples(small, small), min_size=24, max_size=24)


@settings(max_examples=60, deadline=None)
@given(places, st.floats(0, 2500))
def test_neighbours_neither_gape_nor_overlap_whatever_the_tolerance(wiggles, tolerance):
    before, after = land(2, wiggles), simplify(land(2, wiggles), tolerance)
    assert len(after) == len(before)
    counts = sum((edges(one) for one in after), Counter())
    assert set(counts.values()) <= {1, 2}  # the outside once, every common border twice
    whole = sum(area(polygon[0]) for one in after for polygon in one)
    outside = [edge for edge, count in counts.items() if count == 1]
    x, y = zip(*(place for edge in outside for place in edge), strict=True)
    assert whole == pytest.approx(_inside(after), rel=1e-9)
    assert whole <= (max(x) - min(x)) * (max(y) - min(y)) + 1e-9


def _inside(outlines: list[Outline]) -> float:
    """The area within the outer border, walked edge by edge."""
    directed = {
        (ring[n - 1], ring[n]) for one in outlines for (ring,) in one for n in range(len(ring))
    }
    outer = [(a, b) for a, b in directed if (b, a) not in directed]
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in outer) / 2


@settings(max_examples=60, deadline=None)
@given(places, st.floats(10, 2500))
def test_no_corner_is_left_further_away_than_the_tolerance(wiggles, tolerance):
    for one, thin in zip(land(2, wiggles), simplify(land(2, wiggles), tolerance), strict=True):
        ring = thin[0][0]
        for corner in one[0][0]:
            nearest = min(_metres(corner, ring[n - 1], ring[n]) for n in range(len(ring)))
            assert nearest <= tolerance + 3  # the grid's own step, and the flat earth


def _metres(p: tuple[float, float], a: tuple[float, float], b: tuple[float, float]) -> float:
    squeeze = math.cos(math.radians(36.05))
    px, py = (p[0] - a[0]) * squeeze, p[1] - a[1]
    dx, dy = (b[0] - a[0]) * squeeze, b[1] - a[1]
    length = dx * dx + dy * dy
    share = max(0.0, min(1.0, (px * dx + py * dy) / length)) if length else 0.0
    return math.hypot(px - share * dx, py - share * dy) * M_PER_DEGREE


def test_a_straight_border_loses_the_corners_along_it():
    ring = ((120.0, 36.0), (120.1, 36.0), (120.2, 36.0), (120.2, 36.2), (120.0, 36.2))
    (thin,) = simplify([((ring,),)], 10)
    assert (120.1, 36.0) not in thin[0][0]
    assert set(thin[0][0]) <= set(ring)


def test_an_enclave_and_the_hole_around_it_stay_one_border():
    hole = tuple(
        (120.1 + 0.05 * math.cos(n / 30 * math.tau), 36.1 + 0.05 * math.sin(n / 30 * math.tau))
        for n in range(30)
    )
    outer = ((120.0, 36.0), (120.2, 36.0), (120.2, 36.2), (120.0, 36.2))
    enclave = hole[11:] + hole[:11]  # as others write it: from elsewhere on, the other way round
    around, inside = simplify([((outer, hole),), ((enclave[::-1],),)], 300)
    assert edges(((around[0][1],),)) == edges(inside)
    assert 4 < len(inside[0][0]) < 30


def test_specks_go_but_no_area_vanishes():
    def box(x: float, size: float) -> Ring:
        return ((x, 36.0), (x + size, 36.0), (x + size, 36.0 + size), (x, 36.0 + size))

    kept = simplify([((box(120, 0.1),), (box(121, 0.0005),)), ((box(121.5, 0.0005),),)], 100)
    assert [len(one) for one in kept] == [1, 1]
    assert kept[1][0][0] == tuple((round(x * GRID) / GRID, y) for x, y in box(121.5, 0.0005))


def test_nothing_to_simplify_gives_nothing():
    assert simplify([], 100) == []

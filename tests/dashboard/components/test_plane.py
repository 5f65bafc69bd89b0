"""The plane of the maps: shapes on whole units, north up, and little of it."""

from __future__ import annotations

import math
import re

from dashboard.components.plane import plane_of

SQUARE = ((120.0, 36.0), (120.5, 36.0), (120.5, 36.5), (120.0, 36.5))


def corners(path: str) -> list[tuple[int, int]]:
    """Every corner of a path of one ring."""
    start, steps = path.rstrip("z").split("l")
    x, y = map(int, re.findall(r"-?\d+", start))
    found = [(x, y)]
    numbers = list(map(int, re.findall(r"-?\d+", steps)))
    for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
        x, y = x + dx, y + dy
        found.append((x, y))
    return found


def test_a_square_keeps_its_corners_with_north_up() -> None:
    plane = plane_of(SQUARE, 0.02)
    found = corners(plane.path([SQUARE]))
    (west, south), (east, _), (_, north), _ = found
    assert west < east
    assert north < south
    wide, high = plane.units
    assert all(0 <= x <= wide and 0 <= y <= high for x, y in found)


def test_neighbours_share_their_corners_in_the_drawing_too() -> None:
    other = tuple((x + 0.5, y) for x, y in SQUARE)
    plane = plane_of([*SQUARE, *other], 0.02)
    assert set(corners(plane.path([SQUARE]))[1:3]) == set(corners(plane.path([other]))[::3])


def test_corners_too_near_to_be_told_apart_cost_nothing() -> None:
    fine = tuple(
        (120.25 + 0.2 * math.cos(n / 5000 * math.tau), 36.25 + 0.2 * math.sin(n / 5000 * math.tau))
        for n in range(5000)
    )
    assert len(plane_of([*SQUARE, *fine], 0.02).path([fine])) < 20_000


def test_each_ring_is_closed_by_itself() -> None:
    inner = tuple((120.1 + (x - 120) / 5, 36.1 + (y - 36) / 5) for x, y in SQUARE)
    path = plane_of(SQUARE, 0.02).path([SQUARE, inner])
    assert (path.count("M"), path.count("z")) == (2, 2)

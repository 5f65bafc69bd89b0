"""Drawings keep inside their box."""

from __future__ import annotations

import pytest

from dashboard.components.svg import Box, Curve, box_of, curve, levels


@pytest.mark.parametrize(
    ("top", "expected"),
    [
        (1.0, [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]),
        (84, [0, 20, 40, 60, 80, 100]),
        (840, [0, 200, 400, 600, 800, 1000]),
        (0, [0.0, 1.0]),
    ],
)
def test_levels_are_round_and_reach_the_top(top: float, expected: list[float]) -> None:
    assert levels(top) == pytest.approx(expected)


def test_levels_stay_few_for_any_size() -> None:
    assert all(4 <= len(levels(1.37**n)) - 1 <= 6 or levels(1.37**n)[-1] for n in range(-9, 60))


def test_a_box_holds_every_point_and_mark() -> None:
    box = box_of([Curve([(1, 5), (3, 9)], "accent")], [0, 10])
    assert box == Box(1, 3, 0, 10)
    assert (box.x(1), box.x(3)) == (0, 100)
    assert 0 < box.y(10) < box.y(0) < 100


def test_a_flat_line_and_a_single_point_do_not_divide_by_zero() -> None:
    flat = curve([Curve([(1, 5), (2, 5)], "accent")], "平")
    assert "nan" not in flat
    assert "inf" not in flat
    assert "50.0" in curve([Curve([(1, 5)], "accent")], "一点")


def test_a_drawing_says_what_it_shows() -> None:
    assert 'role="img" aria-label="升"' in curve([Curve([(0, 0), (1, 1)], "accent")], "升")

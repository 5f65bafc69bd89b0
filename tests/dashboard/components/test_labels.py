"""Labels on a map: none covers another at any width, none leaves the drawing, lines lead home."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.components import labels
from dashboard.components.labels import NARROWEST, Label, Placed, place

Spot = tuple[float, float]


def square(x: float, y: float, side: float, *lines: str) -> Label:
    ring = ((x, y), (x + side, y), (x + side, y + side), (x, y + side))
    return Label(lines or ("崂山", "96.6%"), [ring])


def boxes(
    wanted: list[Label], placed: list[Placed | None], width: float, ratio: float
) -> list[tuple[float, float, float, float]]:
    """left, top, right, bottom in px of a drawing of that width."""
    found = []
    for one, spot in zip(wanted, placed, strict=True):
        if spot is None:
            continue
        wide = max(sum(13 if ord(c) > 0x2E7F else 9.5 for c in line) for line in one.lines) + 10
        x, y = spot.at[0] * width / 100, spot.at[1] * width * ratio / 100
        high = 19 * len(one.lines)
        found.append((x - wide / 2, y - high / 2, x + wide / 2, y + high / 2))
    return found


def meet(a: tuple[float, ...], b: tuple[float, ...]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def test_a_large_area_has_its_label_in_its_middle_without_a_line() -> None:
    [spot] = place([square(10, 10, 60)], 1.0)
    assert spot is not None
    assert spot.from_area is None
    assert 30 < spot.at[0] < 50
    assert 30 < spot.at[1] < 50


def test_a_small_area_among_large_ones_is_led_to() -> None:
    large, small = square(0, 0, 50), square(50, 20, 4)
    [_, spot] = place([large, small], 1.0)
    assert spot is not None
    if spot.from_area is not None:
        assert 50 <= spot.from_area[0] <= 54
        assert 20 <= spot.from_area[1] <= 24


def test_the_middle_of_a_bent_area_lies_inside_it() -> None:
    bent = ((0.0, 0.0), (90.0, 0.0), (90.0, 10.0), (10.0, 10.0), (10.0, 90.0), (0.0, 90.0))
    [spot] = place([Label(("甲", "1"), [bent])], 1.0)
    assert spot is not None
    x, y = spot.from_area or spot.at
    assert (x <= 90 and y <= 10) or (x <= 10 and y <= 90)


areas = st.lists(
    st.builds(
        square,
        st.floats(0, 90),
        st.floats(0, 90),
        st.floats(1, 40),
        st.sampled_from(["市南", "西海岸新区", "王哥庄"]),
        st.sampled_from(["7", "96.6%", "1,234万元"]),
    ),
    min_size=1,
    max_size=25,
)


@settings(max_examples=60, deadline=None)
@given(areas, st.floats(0.6, 1.6), st.floats(NARROWEST, 2000))
def test_no_two_labels_meet_and_none_leaves_the_drawing(
    wanted: list[Label], ratio: float, width: float
) -> None:
    placed = place(wanted, ratio)
    assert len(placed) == len(wanted)
    found = boxes(wanted, placed, width, ratio)
    for n, one in enumerate(found):
        assert one[0] >= -0.01
        assert one[1] >= -0.01
        assert one[2] <= width + 0.01
        assert one[3] <= width * ratio + 0.01
        assert not any(meet(one, other) for other in found[:n])


@settings(max_examples=30, deadline=None)
@given(areas)
def test_a_label_stands_on_its_area_or_a_line_leads_there(wanted: list[Label]) -> None:
    for one, spot in zip(wanted, place(wanted, 1.0), strict=True):
        if spot is None:
            continue
        [ring] = one.rings
        x, y = spot.from_area or spot.at
        reach = 0.0 if spot.from_area else 100 * 60 / labels.NARROWEST
        assert ring[0][0] - reach - 0.01 <= x <= ring[2][0] + reach + 0.01
        assert ring[0][1] - reach - 0.01 <= y <= ring[2][1] + reach + 0.01

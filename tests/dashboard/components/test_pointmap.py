"""Points in a plane: where they stand, what is left out, what is counted instead of drawn."""

from __future__ import annotations

import re

import pytest

from dashboard.components import pointmap
from dashboard.components.pointmap import Key, Point, bar_km, draw
from tests.dashboard.conftest import text_of

LAOSHAN, PINGDU = (120.47, 36.10), (119.96, 36.78)


def point(place: tuple[float, float], tone: pointmap.Tone = "plain", group: str = "") -> Point:
    return Point(*place, tone, "circle", "示例隐患点", group)


def places(html: str) -> list[tuple[float, float]]:
    """left and top of every mark, in percent."""
    found = re.findall(r'class="mark[^"]*" style="left:([\d.]+)%;top:([\d.]+)%"', html)
    return [(float(x), float(y)) for x, y in found]


def test_north_is_up_and_east_is_right() -> None:
    (south_east, north_west) = places(draw([point(LAOSHAN), point(PINGDU)], "两处"))
    assert south_east[0] > north_west[0]
    assert south_east[1] > north_west[1]


def test_a_degree_east_is_shorter_than_a_degree_north() -> None:
    corners = [point((120, 36)), point((121, 36)), point((120, 37))]
    html = draw(corners, "三处")
    (a, b, c) = places(html)
    width, height = map(float, re.findall(r"aspect-ratio:([\d.]+)/([\d.]+)", html)[0])
    east, north = (b[0] - a[0]) * width, (a[1] - c[1]) * height
    assert east / north == pytest.approx(0.80, abs=0.01)  # cos 36.5°


def test_no_mark_touches_the_edge() -> None:
    for x, y in places(draw([point(LAOSHAN), point(PINGDU), point((120.2, 36.4))], "三处")):
        assert 3 < x < 97
        assert 3 < y < 97


def test_the_gravest_is_drawn_last() -> None:
    html = draw([point(LAOSHAN, "bad"), point(PINGDU, "plain")], "两处")
    assert html.index("mark circle plain") < html.index("mark circle bad")


def test_a_point_in_another_province_is_left_out_and_counted() -> None:
    inside = [point((120.0 + n / 100, 36.0 + n / 100)) for n in range(20)]
    said = text_of(draw([*inside, point((100.0, 30.0))], "图"))
    assert "另有1个坐标偏离过远，未画" in said
    assert "未画" not in text_of(draw(inside, "图"))


def test_a_far_district_of_few_points_is_no_mistake() -> None:
    crowd = [point((120.5 + n / 1000, 36.1 + n / 1000)) for n in range(50)]
    assert len(places(draw([*crowd, point(PINGDU)], "图"))) == 51


def test_too_many_points_become_counts_that_lose_none() -> None:
    total = pointmap.MOST_POINTS + 1
    many = [point((120 + n % 37 / 100, 36 + n % 41 / 100)) for n in range(total)]
    html = draw(many, "图")
    counts = re.findall(r'class="bin[^>]*>([\d,]+)<', html)
    assert sum(int(n.replace(",", "")) for n in counts) == total
    assert "圈内为处数" in text_of(html)


def test_a_group_is_named_once_and_leads_to_its_area() -> None:
    two = [point(LAOSHAN, group="崂山"), point(PINGDU, group="平度")]
    html = draw(two, "图", links={"崂山": "hazards?area=370212"})
    assert html.count("崂山") == 1
    assert 'href="hazards?area=370212"' in html


def test_a_name_stands_above_its_points_and_below_every_mark() -> None:
    north, south = (120.47, 36.14), (120.47, 36.06)
    three = [point(north, group="崂山"), point(south, group="崂山"), point(PINGDU, group="平度")]
    html = str(draw(three, "图"))
    [top] = [float(y) for y in re.findall(r'class="group above"[^>]*top:([\d.]+)%">崂山', html)]
    assert top == min(y for _, y in places(html) if y > 50), "the northernmost of its points"
    assert html.index("崂山") < html.index('class="marks"'), "marks are drawn over names"


def test_a_name_stands_under_its_points_where_another_group_lies_over_them() -> None:
    over, under = (120.47, 36.125), (120.47, 36.10)
    far = [point(PINGDU, group="平度"), point((120.47, 35.9), group="西海岸")]
    html = str(draw([point(over, group="市北"), point(under, group="市南"), *far], "图"))
    assert re.search(r'class="group above"[^>]*>市北', html)
    assert re.search(r'class="group below"[^>]*>市南', html)


def test_one_group_alone_needs_no_name() -> None:
    assert "崂山" not in draw([point(LAOSHAN, group="崂山")], "图")


def test_the_scale_bar_is_round_and_no_longer_than_a_quarter() -> None:
    assert [bar_km(width) for width in (100, 79, 8, 3.9, 0.5)] == [20, 10, 2, 0.5, 0.1]
    assert "20公里" in text_of(draw([point((120, 36)), point((121, 36))], "图"))


def test_the_text_alternative_and_the_keys_are_there() -> None:
    html = draw([point(LAOSHAN)], "崂山1处", keys=[Key("bad", "diamond", "逾期1处")])
    assert 'aria-label="崂山1处"' in html
    assert "逾期1处" in text_of(html)


def test_no_points_draw_nothing() -> None:
    assert draw([], "没有") == ""

"""Maps of a deployment that supplied borders: shapes, labels, what has no shape, 审图号."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from dashboard.components import pointmap, tilemap
from dashboard.components.metric import Indicator
from dashboard.components.place import borders
from dashboard.components.pointmap import Point
from dashboard.reading import boundaries
from dashboard.view import View
from tests.dashboard import bordered, small
from tests.dashboard.conftest import content, text_of

SHELTERS = Indicator("communities_with_shelters")  # by street
TASKS = Indicator("census_task_completion_rate")  # by district
ViewOf = Callable[..., View]


def body(view: View, indicator: Indicator = TASKS) -> str:
    return "".join(map(str, content(tilemap.chart(view, indicator)).body))


def shapes(html: str) -> list[str]:
    """The areas that are drawn, in order."""
    return re.findall(r'data-area="(\d+)" data-tip', html)


def labels(html: str) -> list[str]:
    return re.findall(r'class="label"[^>]*><span class="name">([^<]*)', html)


def test_every_district_is_drawn_or_stands_beside_and_none_is_lost(
    bordered_view_of: ViewOf,
) -> None:
    view = bordered_view_of()
    html = body(view)
    codes = [area.code for area in view.areas.children(view.areas.city)]
    assert shapes(html) == [code for code in codes if code != small.LAIXI]
    assert "tile-map" not in html
    beside = html.split('class="shape-rest"')[1]
    assert "无图形" in beside
    assert f"area={small.LAIXI}" in beside
    for code in codes:  # by keyboard too: a label, a chip, or the table
        assert re.search(rf'<a (?![^>]*tabindex)[^>]*href="[^"]*area={code}', html)


def test_each_shape_leads_to_its_area_and_says_its_value(bordered_view_of: ViewOf) -> None:
    html = body(bordered_view_of())
    [laoshan] = re.findall(
        r'<a href="([^"]*)" data-go[^>]*data-area="370212" data-tip="([^"]*)"', html
    )
    assert "area=370212" in laoshan[0]
    assert re.fullmatch(r"崂山 \d+(\.\d)?%", laoshan[1])


def test_the_review_number_is_in_the_figure(bordered_view_of: ViewOf) -> None:
    made = content(tilemap.chart(bordered_view_of(), TASKS))
    assert f"审图号：{bordered.NUMBER}" in text_of("".join(map(str, made.body)))
    said = text_of("".join(map(str, made.note)))
    assert "界线为2021年1月1日的数据" in said
    assert "不表示边界" not in said


def test_two_review_numbers_are_both_printed(bordered_view_of: ViewOf) -> None:
    view = bordered_view_of()
    both = [
        *boundaries.below(view.version, small.CITY).values(),
        *boundaries.below(view.version, small.LAOSHAN).values(),
    ]
    drawn = pointmap.draw([Point(120.4, 36.3, "plain", "circle", "")], "图", borders=both)
    assert f"审图号：{bordered.NUMBER}、{bordered.STREET_NUMBER}" in text_of(drawn)


def test_a_district_whose_streets_have_borders_shows_its_streets(bordered_view_of: ViewOf) -> None:
    made = content(tilemap.chart(bordered_view_of(small.LAOSHAN), SHELTERS))
    html = "".join(map(str, made.body))
    assert shapes(html) == [f"370212{n:03d}" for n in range(1, 5)]
    assert "金家岭" in html.split("无图形")[1]
    assert bordered.STREET_NUMBER in html
    assert bordered.NUMBER not in html
    assert "进入该镇(街道)" in text_of(made.note[-1])


def test_other_districts_and_metrics_keep_the_city(bordered_view_of: ViewOf) -> None:
    assert small.LAOSHAN in shapes(body(bordered_view_of(small.SHINAN), SHELTERS))
    html = body(bordered_view_of(small.LAOSHAN), TASKS)  # not given by street
    assert len(shapes(html)) == 9
    assert re.search(r'data-area="370212"[^>]*class="chosen"', html)
    assert html.count('aria-current="true"') == 1


def test_the_share_of_the_district_is_what_its_streets_are_held_against(
    bordered_view_of: ViewOf,
) -> None:
    rate = Indicator("supplies_coverage_rate")
    title = text_of(content(tilemap.chart(bordered_view_of(small.LAOSHAN), rate)).title)
    assert "镇(街道)" in title
    assert "全市" not in title


def test_an_area_without_a_value_is_hatched(bordered_view_of: ViewOf) -> None:
    """莱西 has neither value nor shape: its chip says so."""
    html = body(bordered_view_of(), SHELTERS)
    beside = html.split('class="shape-rest"')[1]
    assert 'class="none"' in beside.split("</ul>")[0]
    assert "无数据" in text_of(beside.split("</ul>")[0])


def test_a_figure_that_is_not_this_weeks_is_told_below_and_marked(bordered_view_of: ViewOf) -> None:
    html = body(bordered_view_of(as_of=small.MISSED), SHELTERS)
    [aged] = re.findall(r'<ul class="shape-aged">(.*?)</ul>', html)
    assert "市南" in text_of(aged)
    assert "已2周未报" in text_of(aged)
    assert re.search(r'class="ramp-\d stale"', html)
    [label] = re.findall(r'<a [^>]*class="label"[^>]*>(?:(?!</a>).)*市南(?:(?!</a>).)*</a>', html)
    assert 'class="clock"' in label


def test_the_table_has_every_area(bordered_view_of: ViewOf) -> None:
    table = body(bordered_view_of()).split('class="as-table"')[1]
    assert table.count("<tr") == 11


def test_without_borders_the_maps_are_as_before(view_of: ViewOf) -> None:
    html = body(view_of())
    assert html.count("<li") == 10
    assert "审图号" not in html
    assert borders(view_of()) == ()


# ------------------------------------------------------------------ lines below points


@pytest.mark.parametrize(
    ("area", "lines", "number"),
    [
        (small.CITY, 9, bordered.NUMBER),
        (small.LAOSHAN, 4, bordered.STREET_NUMBER),
        (small.SHINAN, 1, bordered.NUMBER),  # its streets have none: its own border
        (small.ZHONGHAN, 1, bordered.STREET_NUMBER),
    ],
)
def test_points_lie_over_the_borders_below_their_area(
    bordered_view_of: ViewOf, area: str, lines: int, number: str
) -> None:
    view = bordered_view_of(area)
    point = Point(120.4, 36.3, "bad", "circle", "示例")
    drawn = pointmap.draw([point], "一处", borders=borders(view))
    assert drawn.count("<path") == lines
    assert drawn.index('class="borders"') < drawn.index('class="mark ')
    said = text_of(drawn)
    assert f"审图号：{number}" in said
    assert "不表示边界" not in said


def test_an_area_without_any_border_has_points_alone(bordered_view_of: ViewOf) -> None:
    assert borders(bordered_view_of(small.LAIXI)) == ()


def test_the_drawing_holds_points_and_borders(bordered_view_of: ViewOf) -> None:
    drawn = pointmap.draw(
        [Point(121.9, 37.3, "bad", "circle", "示例")], "图", borders=borders(bordered_view_of())
    )
    [(left, top)] = re.findall(r'class="mark[^"]*" style="left:([\d.]+)%;top:([\d.]+)%"', drawn)
    assert 90 < float(left) < 100
    assert 0 < float(top) < 10


def test_a_version_from_before_there_were_borders_has_none(view_of: ViewOf) -> None:
    assert boundaries.below(view_of().version, small.CITY) == {}


def test_names_that_would_meet_move_apart_with_a_line(bordered_view_of: ViewOf) -> None:
    near = [
        Point(120.40 + n / 1000, 36.30, "bad", "circle", "示例", name)
        for n, name in enumerate(("市南", "市北", "李沧"))
    ]
    drawn = pointmap.draw(near, "图", borders=borders(bordered_view_of()))
    spots = re.findall(r'class="group" style="left:([\d.]+)%;top:([\d.]+)%"', drawn)
    [(wide, high)] = re.findall(r"aspect-ratio:([\d.]+)/([\d.]+)", drawn)
    tall = float(high) / float(wide)
    places = [(float(x) * 3.18, float(y) * 3.18 * tall) for x, y in spots]  # px on a phone
    assert len(places) == 3
    for n, (x, y) in enumerate(places):
        assert all(abs(x - a) > 36 or abs(y - b) > 19 for a, b in places[:n])
    assert "<line" in drawn
    assert "<line" not in pointmap.draw(near, "图")

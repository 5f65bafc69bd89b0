"""The tile map and its title."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from dashboard import read
from dashboard.components import tilemap
from dashboard.components.metric import Indicator
from dashboard.read import Value
from dashboard.view import View
from tests.dashboard import small
from tests.dashboard.conftest import content, text_of

SHELTERS = Indicator("communities_with_shelters")


def test_the_map_shows_ten_tiles_and_says_who_has_no_data(view_of: Callable[..., View]) -> None:
    made = content(tilemap.chart(view_of(), SHELTERS))
    assert str(made.body).count("<li") == 10
    title = text_of(made.title)
    assert title == "建有避难场所的社区数：崂山最多（145个），平度最少（40个），1个无数据"
    assert "无数据" in text_of(made.body)


@pytest.mark.parametrize(
    ("values", "said", "steps"),
    [
        ((1, 1, 1, 0, 0, 0, 0, 0, 0, 0), "3个区(市)各1个，其余0个", 2),
        ((2, 2, 1, 0, 0, 0, 0, 0, 0, 0), "2个区(市)各2个，7个区(市)各0个", 3),
        ((4, 4, 4, 4, 4, 4, 4, 4, 4, 4), "10个区(市)均为4个", 1),
    ],
)
def test_equals_are_told_as_equals_and_the_legend_shows_what_is_drawn(
    view_of: Callable[..., View],
    monkeypatch: pytest.MonkeyPatch,
    values: tuple[int, ...],
    said: str,
    steps: int,
) -> None:
    view = view_of()
    codes = [area.code for area in view.areas.children(view.areas.city)]
    given = dict(zip(codes, map(float, values), strict=True))

    def known(version: str, metric: str, area: str, as_of: date) -> Value | None:
        value = given.get(area, 0.0)
        return Value(value, None, value, 1, 1, as_of)

    monkeypatch.setattr(read, "value", known)
    made = content(tilemap.chart(view, SHELTERS))
    assert text_of(made.title) == f"建有避难场所的社区数：{said}"
    legend = str(made.body).split('class="legend"')[1]
    assert legend.count('class="ramp-') == steps
    assert {f"ramp-{n}" for n in range(5) if f"ramp-{n}" in legend} == {
        f"ramp-{n}" for n in range(5) if f"ramp-{n}" in str(made.body).split("legend")[0]
    }


def test_a_tile_carried_forward_says_so(view_of: Callable[..., View]) -> None:
    body = str(content(tilemap.chart(view_of(as_of=small.MISSED), SHELTERS)).body)
    [shinan] = [tile for tile in body.split("<li") if "市南" in tile]
    assert "数据截至3月7日，已2周未报" in text_of(f"<li{shinan}")
    assert body.count("周未报") == body.count(' stale"') == 1


def test_within_a_district_the_title_says_that_the_tiles_are_the_citys(
    view_of: Callable[..., View],
) -> None:
    title = text_of(content(tilemap.chart(view_of(small.LAOSHAN), SHELTERS)).title)
    assert title.startswith("全市各区(市)建有避难场所的社区数：")

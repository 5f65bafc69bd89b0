"""The tile map and its title."""

from __future__ import annotations

from collections.abc import Callable

from dashboard.components import tilemap
from dashboard.components.metric import Indicator
from dashboard.view import View
from tests.dashboard.conftest import content, text_of

SHELTERS = Indicator("communities_with_shelters")


def test_the_map_shows_ten_tiles_and_says_who_has_no_data(view_of: Callable[..., View]) -> None:
    made = content(tilemap.chart(view_of(), SHELTERS))
    assert str(made.body).count("<li") == 10
    title = text_of(made.title)
    assert title == "建有避难场所的社区数：崂山最多（145个），平度最少（40个），1个无数据"
    assert "无数据" in text_of(made.body)

"""Places by one kind of works, the slowest first."""

from __future__ import annotations

import re

from dashboard.components.works import common, places
from tests.dashboard import demo
from tests.dashboard.conftest import content, text_of


def test_the_slowest_place_is_first_and_told() -> None:
    made = content(places.chart(demo.view(as_of=demo.NEWEST)))
    assert made.title == "河道综合整治：平度最慢，计划9,000米，完成3,690米"
    codes = re.findall(r'<th scope="row"><a href="[^"]*area=(\d+)', str(made.body))
    view = demo.view(as_of=demo.NEWEST)
    shares = [
        one.completed / one.planned
        for code in codes
        for one in common.found(view, code)
        if one.kind == "river_regulation"
    ]
    assert shares == sorted(shares)


def test_the_kind_is_chosen_in_the_address_and_has_its_own_unit() -> None:
    key = "reservoir_reinforcement-座"
    made = content(places.chart(demo.view(kind=key)))
    assert str(made.title).startswith("水库塘坝除险加固：")
    assert "完成／计划（座）" in text_of(made.body)


def test_places_without_the_kind_have_no_bar() -> None:
    made = content(places.chart(demo.view(kind="geohazard_works-项")))
    assert "没有此类工程" in text_of(made.body)

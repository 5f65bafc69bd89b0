"""下级地区: the figure one level down, leading to its rows."""

from __future__ import annotations

from dashboard import read
from dashboard.components.origin import below, common
from tests.dashboard import demo
from tests.dashboard.components.origin.test_figure import LATE, LATE_WEEK, RATE
from tests.dashboard.conftest import content, empty, text_of


def test_each_district_stands_with_its_figure_and_leads_to_its_rows() -> None:
    view = demo.view(metric=RATE)
    made = content(below.listing(view))
    assert made.rows == 10
    for child in view.areas.children(view.area):
        known = read.value(view.version, RATE, child.code, view.as_of)
        assert known is not None
        assert f'data-area="{child.code}" data-asof="2021-03-21" data-value="{known.value!r}"' in (
            str(made.body)
        )
        assert common.of_area(view, child.code).replace("&", "&amp;") in str(made.body)


def test_an_area_carried_forward_is_marked() -> None:
    view = demo.view(demo.CITY, LATE_WEEK, metric=RATE)
    assert view.areas.by_code[LATE].short_name in text_of(content(below.listing(view)).body)
    assert "数据截至2月7日，已2周未报" in text_of(content(below.listing(view)).body)


def test_where_nothing_is_below_or_the_metric_does_not_reach_it_is_said() -> None:
    last = demo.view(demo.STREET + "001", metric=RATE)
    assert "不再细分" in empty(below.listing(last)).reason
    coarse = demo.view(demo.LAOSHAN, metric="census_task_completion_rate")
    assert empty(below.listing(coarse)).reason == "本指标只统计到区(市)"

"""What the tiles share: the choice of source, addresses, and whether rows add up."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dashboard.components.origin import common
from dashboard.reading import origin
from tests.dashboard import demo
from tests.dashboard.conftest import text_of


def every_metric() -> list[str]:
    return [one.metric for one in origin.metrics(demo.view().version)]


@pytest.mark.parametrize("area", [demo.CITY, demo.LAOSHAN, demo.STREET])
def test_the_rows_of_every_metric_that_names_them_add_up_to_its_figure(area: str) -> None:
    compared = 0
    for metric in every_metric():
        view = demo.view(area, metric=metric)
        one = common.reading(view)
        for source in common.behind(view):
            agreed = common.agrees(one, source)
            assert agreed is not False, metric
            compared += agreed is True
    assert compared > 30


def test_a_sum_that_differs_is_said_to_differ() -> None:
    view = demo.view(metric="geohazard_treatment_rate")
    one, [source] = common.reading(view), common.behind(view)
    assert "合计相符" in text_of(common.verdict(one, source))
    assert source.numerator is not None
    assert source.denominator is not None
    for wrong in (
        replace(source, numerator=source.numerator + 1),
        replace(source, denominator=source.denominator - 1),
    ):
        assert "合计不符" in text_of(common.verdict(one, wrong))


def test_nothing_is_claimed_of_rows_that_may_not_be_added_nor_of_a_missing_figure() -> None:
    view = demo.view(metric="shelter_capacity_rate")
    one = common.reading(view)
    assert [common.verdict(one, source) for source in common.behind(view)] == [None, None]
    exact = demo.view(metric="geohazard_treatment_rate")
    none = replace(common.reading(exact), now=None)
    assert common.verdict(none, common.behind(exact)[0]) is None


def test_the_address_chooses_among_the_sources_the_exact_one_first() -> None:
    metric = "broadcast_compliant_flash_flood_rate"
    first = common.chosen(demo.view(metric=metric))
    other = common.chosen(demo.view(metric=metric, source="broadcast_terminal"))
    garbage = common.chosen(demo.view(metric=metric, source="meta"))
    assert first is not None
    assert other is not None
    assert (first.source, first.is_exact) == ("community", True)
    assert (other.source, other.is_exact) == ("broadcast_terminal", False)
    assert garbage == first


def test_another_area_and_another_source_begin_at_the_first_row() -> None:
    view = demo.view(metric="shelters", offset="50", columns="all")
    there = common.of_area(view, demo.LAOSHAN)
    assert there.endswith("area=370212&asof=2021-03-21&metric=shelters&columns=all")
    assert "offset" not in common.from_first(view).address()

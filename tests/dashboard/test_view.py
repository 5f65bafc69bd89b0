"""Views and their addresses."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from dashboard.view import View, month_before
from tests.dashboard import small

TEN = ["市南", "市北", "李沧", "崂山", "西海岸新区", "城阳", "即墨", "胶州", "平度", "莱西"]


def test_an_address_reopens_the_view_and_changes_only_what_is_asked(
    view_of: Callable[..., View],
) -> None:
    view = view_of(small.LAOSHAN, date(2021, 3, 21), metric="m")
    assert view.address() == ".?area=370212&asof=2021-03-21&metric=m"
    assert view.address(area="370202") == ".?area=370202&asof=2021-03-21&metric=m"
    assert view.address(choices={"metric": "n"}).endswith("&metric=n")


def test_the_source_of_a_metric_keeps_area_and_week_and_no_other_choice(
    view_of: Callable[..., View],
) -> None:
    view = view_of(small.LAOSHAN, date(2021, 3, 21), metric="m", family="f")
    assert view.source("n") == "source?area=370212&asof=2021-03-21&metric=n"
    assert view.source("n", "370202") == "source?area=370202&asof=2021-03-21&metric=n"


def test_a_choice_outside_the_options_is_the_first_option(view_of: Callable[..., View]) -> None:
    assert view_of(metric="b").choice("metric", ("a", "b")) == "b"
    assert view_of(metric="garbage").choice("metric", ("a", "b")) == "a"
    assert view_of().choice("metric", ("a", "b")) == "a"


def test_the_register_knows_paths_children_and_districts(view_of: Callable[..., View]) -> None:
    view = view_of(small.ZHONGHAN)
    areas = view.areas
    assert [a.code for a in areas.path(view.area)] == ["370200", "370212", "370212001"]
    district = areas.district(view.area)
    assert district is not None
    assert district.code == small.LAOSHAN
    assert areas.district(areas.city) is None
    ten = [a.short_name for a in areas.children(areas.city)]
    assert ten == TEN
    assert view.covers(areas.by_code["370212001001"])
    assert not view.covers(areas.city)


@pytest.mark.parametrize(
    ("on", "before"),
    [
        (date(2021, 3, 21), date(2021, 2, 28)),  # the month before ends on a Sunday
        (date(2021, 4, 4), date(2021, 3, 28)),
        (date(2021, 1, 31), date(2020, 12, 27)),
        (date(2021, 3, 1), date(2021, 2, 28)),
    ],
)
def test_a_month_is_counted_from_the_last_sunday_before_it(on: date, before: date) -> None:
    assert month_before(on) == before

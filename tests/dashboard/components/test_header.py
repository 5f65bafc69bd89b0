"""The top of the page: choices, notices, mark."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from dashboard.components.header import Entry, header
from dashboard.view import View
from tests.dashboard import small
from tests.dashboard.conftest import text_of

ENTRIES = (Entry("总览", ""), Entry("普查进度", "census"))


def test_every_level_down_to_the_chosen_one_can_be_changed(view_of: Callable[..., View]) -> None:
    made = header(view_of(small.ZHONGHAN), ENTRIES, ())
    assert [made.count(f'id="area-{n}"') for n in range(4)] == [1, 1, 1, 0]
    assert '<option value="370212" selected>崂山区</option>' in made
    assert '<option value="370212001" selected>中韩街道</option>' in made


def test_the_city_offers_its_districts_only(view_of: Callable[..., View]) -> None:
    made = header(view_of(), ENTRIES, ())
    assert 'id="area-0"' in made
    assert 'id="area-1"' not in made


def test_weeks_are_offered_newest_first_with_steps_beside(view_of: Callable[..., View]) -> None:
    made = header(view_of(as_of=date(2021, 3, 21)), ENTRIES, ())
    assert made.index("2021-04-25") < made.index("2021-01-10")
    assert "asof=2021-03-14" in made
    assert "asof=2021-03-28" in made


def test_the_last_week_has_no_next(view_of: Callable[..., View]) -> None:
    assert 'class="step off"' in header(view_of(), ENTRIES, ())


def test_pages_keep_area_and_week_and_mark_the_present_one(view_of: Callable[..., View]) -> None:
    made = header(view_of(small.LAOSHAN), ENTRIES, ())
    assert 'href="census?area=370212&amp;asof=2021-04-25"' in made
    assert 'aria-current="page">总览' in made


def test_notices_and_the_demonstration_mark_are_told(view_of: Callable[..., View]) -> None:
    said = text_of(header(view_of(), ENTRIES, ["地址中的地区“x”没有。"]))
    assert "地址中的地区“x”没有。" in said
    assert "演示数据，不反映真实进度" in said

"""A reading between two returns: up to when it says anything, and what it is compared with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from dashboard import read
from dashboard.components import changes, kpi, late, ranking
from dashboard.components import metric as m
from dashboard.components.html import join
from dashboard.components.metric import Indicator, Reading
from dashboard.components.origin import figure
from dashboard.read import Cadence, Value
from dashboard.view import View
from tests.dashboard import demo, small
from tests.dashboard.conftest import content, text_of

BETWEEN, RETURNED, NEXT = date(2021, 6, 20), date(2021, 5, 30), date(2021, 6, 27)
SHELTERS = Indicator("communities_with_shelters")
MONTHLY, WEEKLY = Cadence("每月", 31), Cadence("每周", 7)


@pytest.fixture
def whole(demo_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The whole demonstration: its shelters are returned monthly, its census weekly."""
    monkeypatch.setenv("PUCHA_DATA", str(demo_home))


def one(view: View, cadence: Cadence, data_on: date) -> Reading:
    """A reading of the view's week that stands on a return of `data_on`; 5 more than before."""
    now = Value(20.0, None, 20.0, 1, 1, data_on)
    before = replace(now, numerator=15.0, value=15.0, data_on=data_on - timedelta(days=28))
    reading = m.reading(view, SHELTERS.metric)
    return replace(reading, now=now, before=before, cadence=cadence)


def test_between_two_monthly_returns_the_day_of_the_data_is_told(
    view_of: Callable[..., View],
) -> None:
    view = view_of()
    told = one(view, MONTHLY, small.LAST - timedelta(days=21))
    assert told.dated == "按月报送，数据截至4月4日"
    assert text_of(m.change(told)) == "较上期 +5个"
    assert 'data-tip="上期数据截至3月7日"' in str(m.change(told))


@pytest.mark.parametrize(("cadence", "days"), [(MONTHLY, 0), (WEEKLY, 0), (WEEKLY, 2)])
def test_in_the_week_of_the_return_no_day_is_told(
    view_of: Callable[..., View], cadence: Cadence, days: int
) -> None:
    assert one(view_of(), cadence, small.LAST - timedelta(days=days)).dated == ""


def test_a_weekly_change_is_against_last_week(view_of: Callable[..., View]) -> None:
    assert text_of(m.change(one(view_of(), WEEKLY, small.LAST))) == "较上周 +5个"


def test_places_of_different_returns_are_told_from_the_first_to_the_last(
    view_of: Callable[..., View],
) -> None:
    early, later, own = (
        one(view_of(), MONTHLY, small.LAST - timedelta(days=days)) for days in (21, 14, 0)
    )
    assert m.dated([early, own]) == "按月报送，数据截至4月4日"
    assert m.dated([early, later, own]) == "按月报送，数据截至4月4日至4月11日"
    assert m.dated([own]) == ""


@pytest.mark.usefixtures("whole")
def test_a_card_between_two_returns_shows_what_it_showed_in_the_week_of_the_return() -> None:
    shown = {
        week: m.reading(demo.view(as_of=week), SHELTERS.metric) for week in (BETWEEN, RETURNED)
    }
    then, now = shown[RETURNED], shown[BETWEEN]
    assert (now.value, now.planned, now.light) == (then.value, then.planned, then.light)
    assert (now.change, then.dated) == (then.change, "")
    assert now.data_on == RETURNED
    said = text_of(content(kpi.card(demo.view(as_of=BETWEEN), SHELTERS)).body)
    assert now.dated in said
    assert "较上期" in said
    assert "较上周" not in said


@pytest.mark.usefixtures("whole")
def test_plan_light_and_list_of_a_week_come_from_one_number() -> None:
    for week in (BETWEEN, NEXT):
        view = demo.view(as_of=week)
        judged = read.delays(view.version, week)
        for metric, area, planned in judged.select("metric", "area_code", "planned").iter_rows():
            assert read.planned(view.version, metric, area, week) == planned


@pytest.mark.usefixtures("whole")
def test_a_ranking_says_of_what_day_its_figures_and_its_plan_are() -> None:
    made = content(ranking.chart(demo.view(as_of=BETWEEN), SHELTERS))
    assert "按月报送，数据截至5月30日；竖线为那一天的计划" in text_of(join(made.note))
    assert "较上期" in text_of(made.body)
    weekly = content(ranking.chart(demo.view(as_of=BETWEEN), Indicator("census_collection_rate")))
    assert "较上周" in text_of(weekly.body)
    assert "按月报送" not in text_of(join(weekly.note))


@pytest.mark.usefixtures("whole")
def test_the_late_list_dates_its_monthly_rows_alone() -> None:
    view = demo.view("370283", BETWEEN)
    rows = str(content(late.listing(view)).body).split("<tr")
    [river] = [row for row in rows if "metric=river_length_improved_m" in row]
    [census] = [row for row in rows if "metric=census_tasks_completed" in row]
    assert "按月报送，数据截至5月30日" in text_of(river)
    assert "按月报送" not in text_of(census)


@pytest.mark.usefixtures("whole")
def test_what_a_monthly_return_brought_is_no_week_s_work() -> None:
    said = text_of(content(changes.listing(demo.view(as_of=NEXT))).body)
    assert "建有避难场所的社区数 +10个（本期月报）" in said
    assert "完成普查任务数（本期月报）" not in said


@pytest.mark.usefixtures("whole")
def test_a_figure_followed_to_its_source_says_of_what_day_it_is() -> None:
    view = demo.view(as_of=BETWEEN, page="source", metric=SHELTERS.metric)
    said = text_of(content(figure.card(view)).body)
    assert "按月报送，数据截至5月30日" in said
    assert "较上期" in said

"""Old data is said in the same words everywhere: up to which day, for how many weeks, and whose."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from dashboard import read
from dashboard.components import burnup, stale
from dashboard.components import metric as m
from dashboard.components.metric import Indicator
from dashboard.view import View
from tests.dashboard import small
from tests.dashboard.conftest import content, text_of

TASKS = "census_task_completion_rate"
OLD = "数据截至3月7日，已2周未报"


def said(view: View, area: str | None = None) -> str:
    return stale.words(view, m.reading(view, TASKS, area))


def test_a_district_s_figure_tells_its_last_return_and_this_week_s_tells_nothing(
    view_of: Callable[..., View],
) -> None:
    assert said(view_of(small.SHINAN, small.MISSED)) == OLD
    assert said(view_of(small.SHINAN)) == said(view_of(small.PINGDU, small.MISSED)) == ""


def test_a_sum_names_whose_old_data_it_holds(
    view_of: Callable[..., View], monkeypatch: pytest.MonkeyPatch
) -> None:
    view = view_of(as_of=small.MISSED)
    assert said(view) == f"含1个区(市)沿用上期：市南{OLD}"
    older = {
        (small.SHINAN, "census_return"): (date(2021, 3, 7), 2),
        (small.PINGDU, "census_return"): (date(2021, 2, 28), 3),
        (small.LAOSHAN, "project"): (date(2021, 1, 3), 11),  # not what this figure is made of
    }
    monkeypatch.setattr(read, "stale_returns", lambda *_: older)
    both = "含2个区(市)沿用上期：平度、市南，最早的数据截至2月28日，已3周未报"
    assert said(view) == both


def test_a_street_s_figure_is_as_old_as_its_district_s_return(
    view_of: Callable[..., View],
) -> None:
    view = view_of(small.SHINAN, small.MISSED)
    one = m.reading(view, TASKS)
    street = next(a.code for a in view.areas.children(view.area))
    assert m.unit_of(view, street) == small.SHINAN
    assert stale.of(view, one) == stale.Stale(("市南",), date(2021, 3, 7), 2, is_sum=False)


def test_it_is_drawn_with_a_sign_and_the_day_is_never_broken_across_lines(
    view_of: Callable[..., View],
) -> None:
    view = view_of(small.SHINAN, small.MISSED)
    mark = stale.mark(view, m.reading(view, TASKS))
    assert text_of(mark) == OLD
    assert "<svg" in str(mark)
    assert '<span class="nowrap">3月7日</span>' in str(mark)
    assert stale.mark(view_of(), m.reading(view_of(), TASKS)) is None


def test_every_page_of_a_silent_district_says_at_its_head_which_returns_are_old(
    view_of: Callable[..., View],
) -> None:
    owed = f"市南区普查进度周报表、隐患点台账：{OLD}。"
    assert stale.notice(view_of(small.SHINAN, small.MISSED)) == owed
    assert stale.notice(view_of("370202001", small.MISSED)) == owed
    assert stale.notice(view_of(small.SHINAN)) == ""
    assert stale.notice(view_of(as_of=small.MISSED)) == ""  # a city's tiles name whose


def test_the_line_of_what_was_done_ends_at_the_last_return(view_of: Callable[..., View]) -> None:
    tasks = Indicator(TASKS)
    silent = content(burnup.chart(view_of(small.SHINAN, small.MISSED), tasks))
    assert OLD in text_of(silent.note)
    assert str(silent.body).count("stroke accent dashed") == 1
    heard = content(burnup.chart(view_of(small.SHINAN), tasks))
    assert "stroke accent dashed" not in str(heard.body)

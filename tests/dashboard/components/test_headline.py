"""The one sentence at the top."""

from __future__ import annotations

from collections.abc import Callable

from dashboard.components import headline
from dashboard.view import View
from tests.dashboard import small
from tests.dashboard.conftest import content, text_of


def test_the_sentence_says_who_by_how_much_and_since_when(view_of: Callable[..., View]) -> None:
    made = content(headline.sentence(view_of(as_of=small.MISSED)))
    assert text_of(made.title) == (
        "平度市1项工作落后于计划：完成普查任务数比计划慢4项，相当于晚14天，自3月14日起落后。"
    )
    assert made.rows == 1


def test_a_place_without_a_plan_is_not_declared_on_time(view_of: Callable[..., View]) -> None:
    for area in (small.ZHONGHAN, small.LAIXI):
        assert "没有可对照的进度计划" in text_of(headline.sentence(view_of(area)).title)


def test_a_place_on_time_is_said_to_be(view_of: Callable[..., View]) -> None:
    made = headline.sentence(view_of(small.LAOSHAN))
    assert text_of(made.title) == "崂山区各项工作均不落后于计划。"

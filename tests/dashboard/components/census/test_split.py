"""Change since last week: work and task apart, and their sum is the change."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dashboard.components.census import split
from dashboard.reading import census
from dashboard.view import View
from tests.dashboard.conftest import content, empty, text_of

GROWN = "2021-04-18"  # 崂山区 gets four more tasks


def test_more_tasks_lower_the_rate_without_undoing_work(demo_view: Callable[..., View]) -> None:
    view = demo_view("370212", GROWN)
    made = content(split.chart(view))
    assert "工作完成持平，任务变动−4.5个百分点（任务+4项" in text_of(made.title)
    assert "任务变动4项" in text_of(made.body)


@pytest.mark.parametrize("area", ["370200", "370212", "370214"])
@pytest.mark.parametrize("as_of", ["2021-03-21", GROWN, "2021-05-09"])
def test_work_and_task_add_up_to_the_change(
    demo_view: Callable[..., View], area: str, as_of: str
) -> None:
    view = demo_view(area, as_of)
    rows = census.split(view.version, area, view.as_of).to_dicts()
    assert len(rows) == len(census.MEASURES)
    for row in rows:
        change = row["share_now"] - row["share_before"]
        assert row["by_work"] + row["by_task"] == pytest.approx(change)


def test_a_task_that_stood_still_is_told_as_such(demo_view: Callable[..., View]) -> None:
    assert "任务总数没有变动" in text_of(content(split.chart(demo_view())).title)


def test_objects_struck_from_the_task_are_told_where_no_task_moved(
    demo_view: Callable[..., View],
) -> None:
    said = text_of(content(split.chart(demo_view(as_of="2021-05-09"))).title)
    assert "，都是工作完成；采集率" in said
    assert "其中应查对象−5,253个占+0.5个百分点" in said


def test_a_week_in_which_nothing_was_done_is_not_called_work_done(
    demo_view: Callable[..., View],
) -> None:
    said = text_of(content(split.chart(demo_view("370283", "2021-06-27"))).title)
    assert said == "任务完成率与上周比持平；任务总数没有变动"


def test_the_first_week_has_nothing_to_compare_with(demo_view: Callable[..., View]) -> None:
    assert "没有上周可比" in empty(split.chart(demo_view(as_of="2020-12-06"))).reason

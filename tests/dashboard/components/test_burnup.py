"""The burn-up against plan."""

from __future__ import annotations

from collections.abc import Callable

from dashboard.components import burnup
from dashboard.components.burnup import LABEL_ROOM, _clear
from dashboard.components.metric import Indicator
from dashboard.view import View
from tests.dashboard import small
from tests.dashboard.conftest import content, empty, text_of

TASKS = Indicator("census_task_completion_rate")


def test_the_burn_up_says_how_far_from_plan_and_since_when(view_of: Callable[..., View]) -> None:
    made = content(burnup.chart(view_of(small.PINGDU, small.MISSED), TASKS))
    assert text_of(made.title) == "完成普查任务数：比计划慢4项，自3月14日起"
    assert "census_tasks_completed/planned" in str(made.body)


def test_the_burn_up_shows_no_actual_beyond_its_week(view_of: Callable[..., View]) -> None:
    made = content(burnup.chart(view_of(small.PINGDU, small.MISSED), TASKS))
    assert made.rows == small.WEEKS.index(small.MISSED) + 1
    assert "实际：无数据" not in str(made.body)


def test_no_plan_is_a_state_of_its_own(view_of: Callable[..., View]) -> None:
    made = empty(burnup.chart(view_of(small.LAIXI), TASKS))
    assert made.reason == "莱西市没有这项指标的进度计划"


def test_labels_before_the_week_stand_on_the_side_that_the_lines_left_free() -> None:
    above, below = _clear([50.0, 52.0], rises=True), _clear([50.0, 52.0], rises=False)
    assert max(above) < 50.0 < 52.0 < min(below), "rising lines come from below, falling from above"
    for placed in (above, below):
        assert placed[0] < placed[1], "the higher line's label is the higher one"
        assert placed[1] - placed[0] >= LABEL_ROOM


def test_labels_that_would_leave_the_drawing_stay_beside_their_lines() -> None:
    assert _clear([3.0, 40.0], rises=True) == [3.0, 40.0]
    assert _clear([], rises=True) == []

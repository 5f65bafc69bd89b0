"""The burn-up against plan."""

from __future__ import annotations

from collections.abc import Callable

from dashboard.components import burnup
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

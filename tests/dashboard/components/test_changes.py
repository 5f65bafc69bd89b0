"""This week's changes."""

from __future__ import annotations

import re
from collections.abc import Callable

from dashboard.components import changes
from dashboard.components.metric import Indicator
from dashboard.view import View
from tests.dashboard import small
from tests.dashboard.conftest import content, text_of

TASKS = Indicator("census_task_completion_rate", planned_by="census_tasks_completed")


def test_changes_are_grouped_in_the_order_of_the_code_list(view_of: Callable[..., View]) -> None:
    made = content(changes.listing(view_of(as_of=small.MISSED)))
    said = text_of(made.body)
    assert said.index("工作完成") < said.index("迟报")
    assert "普查进度周报表（市南）" in said
    assert "市南</a></td>" in str(made.body)


def test_changes_of_other_places_stay_out(view_of: Callable[..., View]) -> None:
    body = str(content(changes.listing(view_of(small.LAOSHAN))).body)
    assert set(re.findall(r'data-area="(\d+)"', body)) == {small.LAOSHAN}


def test_a_task_that_moved_is_listed_as_such(view_of: Callable[..., View]) -> None:
    view = view_of(small.LAOSHAN, small.WEEKS[small.MORE_TASKS])
    body = content(changes.listing(view)).body
    assert "任务数变动普查任务完成率 +4项" in text_of(body)
    assert "84→88" in str(body)

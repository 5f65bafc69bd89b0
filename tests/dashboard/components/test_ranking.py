"""The ranking and its title."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dashboard.components import ranking
from dashboard.components.metric import Indicator
from dashboard.view import View
from tests.dashboard import small
from tests.dashboard.conftest import content, text_of

TASKS = Indicator("census_task_completion_rate", planned_by="census_tasks_completed")


def test_a_long_ranking_folds_its_tail_away(
    view_of: Callable[..., View], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ranking, "SHOWN", 4)
    body = str(content(ranking.chart(view_of(), TASKS)).body)
    assert body.split("<details")[0].count("<tr") == 1 + 4
    assert "其余6个" in body


def test_the_ranking_titles_its_conclusion_and_lists_everyone(
    view_of: Callable[..., View],
) -> None:
    view = view_of(as_of=small.MISSED)
    made = content(ranking.chart(view, TASKS))
    assert "市北领先，平度最后" in text_of(made.title)
    assert str(made.body).count("<tr") == 1 + 10
    assert "西海岸新区(黄岛区)" in str(made.body)


def test_the_ranking_marks_the_chosen_area_for_eyes_and_readers(
    view_of: Callable[..., View],
) -> None:
    made = content(ranking.chart(view_of(small.LAOSHAN), TASKS))
    assert str(made.body).count('class="chosen" aria-current="true"') == 1

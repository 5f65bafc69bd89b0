"""The first sentence of the census page."""

from __future__ import annotations

from collections.abc import Callable

from dashboard.app_pages.census import TASKS
from dashboard.components.census import lead
from dashboard.view import View
from tests.dashboard.conftest import content, text_of


def test_the_sentence_tells_done_against_plan_finish_and_last(
    demo_view: Callable[..., View],
) -> None:
    said = text_of(content(lead.sentence(demo_view(), TASKS)).title)
    assert said.startswith(
        "青岛市承担普查任务847项，完成263项（31.1%），比计划快20项；按近8周速度预计"
    )
    assert said.endswith("；莱西最低，14.3%。")


def test_a_district_is_told_its_place(demo_view: Callable[..., View]) -> None:
    said = text_of(content(lead.sentence(demo_view("370283"), TASKS)).title)
    assert "比计划慢5项" in said
    assert "居全市第9位（共10个）" in said


def test_a_finished_district_is_done(demo_view: Callable[..., View]) -> None:
    assert "已全部完成" in text_of(content(lead.sentence(demo_view("370212"), TASKS)).title)

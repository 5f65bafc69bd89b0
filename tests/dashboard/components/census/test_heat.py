"""The heat map: the city's districts by class, and a district's tasks by class."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dashboard.components.census import heat
from dashboard.view import View
from tests.dashboard.conftest import content, text_of


def test_the_city_shows_ten_districts_by_eleven_classes(demo_view: Callable[..., View]) -> None:
    made = content(heat.chart(demo_view()))
    body = str(made.body).split("<tbody>")[1]
    assert body.count("<tr") == 10 + 1
    assert body.count("<td") == (10 + 1) * (11 + 1)
    assert "平度（2.5%）最低，崂山（100%）最高" in text_of(made.title)
    assert 'href="census?area=370283' in body


def test_a_class_that_a_district_does_not_have_is_hatched_and_not_nought(
    demo_view: Callable[..., View],
) -> None:
    body = str(content(heat.chart(demo_view())).body)
    assert '<td class="none"><span class="unseen">不承担</span></td>' in body


def test_a_district_shows_each_of_its_tasks_once(demo_view: Callable[..., View]) -> None:
    made = content(heat.chart(demo_view("370283")))
    assert made.rows == 84
    assert str(made.body).count("<li") == 84
    assert "承担84项，完成13项" in text_of(made.title)


@pytest.mark.parametrize(("share", "title"), [("tasks", "任务完成率"), ("submitted", "汇交率")])
def test_the_chosen_share_is_the_one_that_is_drawn(
    demo_view: Callable[..., View], share: str, title: str
) -> None:
    assert text_of(content(heat.chart(demo_view(share=share))).title).startswith(title)


def test_an_unknown_share_falls_back_to_the_first(demo_view: Callable[..., View]) -> None:
    assert heat.chosen(demo_view(share="1; drop table x")).code == "passed"

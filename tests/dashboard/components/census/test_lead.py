"""The first sentence of the census page."""

from __future__ import annotations

from collections.abc import Callable

from dashboard.app_pages.census import TASKS
from dashboard.components import burnup, forecast
from dashboard.components.census import lead
from dashboard.view import View
from tests.dashboard.conftest import content, text_of


def test_the_sentence_tells_done_against_plan_finish_and_last(
    demo_view: Callable[..., View],
) -> None:
    said = text_of(content(lead.sentence(demo_view(), TASKS)).title)
    assert said.startswith(
        "青岛市承担普查任务847项，完成263项（31.1%），比计划快20项；"
        "全市完成日期无法预测：平度（剩71项）近期进展不稳，其余最晚的莱西预计2022年2月20日完成；"
    )
    assert said.endswith("；莱西最低，14.3%。")


def test_a_district_is_told_its_place(demo_view: Callable[..., View]) -> None:
    said = text_of(content(lead.sentence(demo_view("370283"), TASKS)).title)
    assert "比计划慢5项" in said
    assert "居全市第9位（共10个）" in said


def test_a_few_that_hardly_move_are_not_given_a_date(demo_view: Callable[..., View]) -> None:
    said = text_of(content(lead.sentence(demo_view(as_of="2021-06-27"), TASKS)).title)
    assert (
        "崂山（剩3项）近期进展不稳，平度（剩71项）近期没有进展，其余最晚的莱西预计11月21日" in said
    )


def test_a_district_at_an_even_pace_is_told_to_have_no_interval(
    demo_view: Callable[..., View],
) -> None:
    made = content(forecast.listing(demo_view("370212", "2021-04-18"), TASKS))
    assert "近8周每周都完成2项，没有快慢可推区间" in text_of(made.body)


def test_a_finished_district_is_done(demo_view: Callable[..., View]) -> None:
    assert "已全部完成" in text_of(content(lead.sentence(demo_view("370212"), TASKS)).title)


def test_the_burn_up_draws_where_the_pace_leads_and_says_so(
    demo_view: Callable[..., View],
) -> None:
    made = content(burnup.chart(demo_view("370285"), TASKS, foretold=True))
    plain = content(burnup.chart(demo_view("370285"), TASKS))
    assert "预计2022年2月20日完成" in text_of(made.title)
    assert str(made.body).count('class="stroke fan dashed"') == 2  # the earliest and the latest
    assert "预计" not in text_of(plain.title)


def test_a_finished_burn_up_draws_no_forecast(demo_view: Callable[..., View]) -> None:
    made = content(burnup.chart(demo_view("370212"), TASKS, foretold=True))
    assert "已全部完成" in text_of(made.title)
    assert "stroke fan" not in str(made.body)


def test_every_district_has_its_forecast_the_latest_first(demo_view: Callable[..., View]) -> None:
    made = content(forecast.listing(demo_view(), TASKS))
    assert "莱西最晚，2022年2月20日才完成；平度无法预测；崂山已完成" in text_of(made.title)
    body = text_of(made.body)
    assert body.index("平度") < body.index("莱西") < body.index("崂山")
    assert "t·s/√n" in str(made.note)

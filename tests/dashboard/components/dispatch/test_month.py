"""一月一总结: sentences that say what the tables say, nothing typed."""

from __future__ import annotations

import re
from datetime import date

from dashboard import format, read
from dashboard.components.dispatch import month
from dashboard.reading import dispatch
from tests.dashboard import demo
from tests.dashboard.conftest import content, text_of

CENSUS = "census_task_completion_rate"


def draft(*place: object) -> str:
    body = str(content(month.summary(demo.view(*place))).body)  # type: ignore[arg-type]
    return text_of(re.findall(r'<p class="draft">(.*?)</p>', body))


def test_it_is_marked_as_a_draft() -> None:
    assert content(month.summary(demo.view())).note == ["自动生成，供核对"]


def test_meetings_and_matters_are_the_month_s_and_close() -> None:
    view = demo.view()
    row = dispatch.month(view.version, demo.CITY, view.as_of)
    assert row is not None
    assert row["month_start"] == date(2021, 3, 1)
    assert f"月初未办结事项{row['opening_matters']}件" in draft()
    raised, closed = row["raised_matters_in_month"], row["closed_matters_in_month"]
    assert f"本月提出{raised}件、办结{closed}件，现未办结{row['closing_matters']}件" in draft()
    assert row["opening_matters"] + raised - closed == row["closing_matters"]


def test_a_metric_is_told_from_the_last_week_before_the_month() -> None:
    view = demo.view(demo.LAOSHAN)
    before = read.value(view.version, CENSUS, demo.LAOSHAN, date(2021, 2, 28))
    now = read.value(view.version, CENSUS, demo.LAOSHAN, view.as_of)
    assert before is not None
    assert now is not None
    was, is_ = (format.quantity(one.value, "%") for one in (before, now))
    assert f"与月初（2月28日）相比，普查任务完成率由{was}升至{is_}" in draft(demo.LAOSHAN)


def test_a_task_that_moved_is_told_beside_the_rate() -> None:
    assert "（总数+14处）" in draft()


def test_who_moved_most_and_least_is_named() -> None:
    assert "平度有8项进展最小" in draft()
    body = text_of(content(month.summary(demo.view())).body)
    assert "崂山（+11.9个百分点）平度（持平）" in body


def test_where_nothing_moved_it_says_so() -> None:
    made = content(month.summary(demo.view("370283", demo.NEWEST)))
    assert str(made.title).endswith("8项关键指标全部持平")
    assert "与月初持平" in draft("370283", demo.NEWEST)


def test_a_change_finer_than_the_figures_is_no_rise_from_a_number_to_itself() -> None:
    said = draft(demo.LAOSHAN, demo.NEWEST)
    assert not any(a == b for a, b in re.findall(r"由([^由]*?)升至([\d.,]+%?)", said))
    assert "森林火灾隐患整改率99.4%，与月初相差不足0.1个百分点" in said


def test_the_first_month_has_nothing_to_compare_with() -> None:
    made = content(month.summary(demo.view(as_of=demo.FIRST)))
    assert str(made.title).endswith("指标没有月初数可比")
    assert "本月以前没有数据" in draft(demo.CITY, demo.FIRST)


def test_a_monthly_figure_without_a_return_this_month_is_no_standstill() -> None:
    between = date(2021, 6, 20)
    said = draft(demo.CITY, between)
    rivers = re.findall(r"；(河道综合整治长度[^；]*)", said)
    assert rivers
    assert all(one.endswith("本月未到报送期（数据截至5月30日）") for one in rivers)
    assert "普查任务完成率" in said
    assert "普查任务完成率本月未到报送期" not in said

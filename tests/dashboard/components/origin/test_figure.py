"""The figure: what it is, what it means, what it stands on."""

from __future__ import annotations

from datetime import date

from dashboard import read
from dashboard.components.origin import figure
from tests.dashboard import demo
from tests.dashboard.conftest import text_of
from tests.dashboard.drawn import FIGURE

RATE = "geohazard_treatment_rate"
LATE, LATE_WEEK = "370281", date(2021, 2, 21)  # 胶州市 last reported on 7 February


def test_value_change_parts_meaning_and_the_rows_it_stands_on_are_said() -> None:
    view = demo.view(metric=RATE)
    made = figure.card(view)
    said = text_of(made.body)
    known = read.value(view.version, RATE, demo.CITY, demo.BULLETIN)
    assert known is not None
    assert known.denominator is not None
    assert FIGURE.findall(str(made.body))[0] == (RATE, demo.CITY, "2021-03-21", repr(known.value))
    meant = read.definition(view.version, RATE)
    for word in (
        *("40.0%", "较上周", "青岛市", "2021年第11周", meant.owner, "合计相符", "10份文件"),
        f"{known.denominator:.0f}处、完成治理{known.numerator:.0f}处",
        "÷ 累计排查的地质灾害隐患点",
    ):
        assert word in said


def test_a_figure_carried_forward_says_since_when() -> None:
    said = text_of(figure.card(demo.view(LATE, LATE_WEEK, metric=RATE)).body)
    assert "数据截至2月7日，已2周未报" in said
    assert "较上周" not in said


def test_below_the_metric_s_level_it_leads_up_to_where_there_is_a_figure() -> None:
    body = figure.card(demo.view(demo.STREET, metric="census_task_completion_rate")).body
    assert "无数据" in text_of(body)
    assert "本指标只统计到区(市)，看崂山区的" in text_of(body)
    assert "area=370212&" in str(body)
    assert 'data-value=""' in str(body)


def test_rows_that_may_not_be_added_are_announced() -> None:
    said = text_of(figure.card(demo.view(metric="census_categories_completed")).body)
    assert "由《普查进度周报表》算出，各行不能相加" in said
    assert "合计" not in said

"""The conclusion of 调度台: how many matters are open, the longest overdue, whose duty."""

from __future__ import annotations

from dashboard import read
from dashboard.components.dispatch import common, lead
from tests.dashboard import demo
from tests.dashboard.conftest import text_of


def said(*place: object) -> str:
    return text_of(lead.sentence(demo.view(*place)).title)  # type: ignore[arg-type]


def test_it_counts_the_open_and_names_the_longest_overdue_with_its_owner() -> None:
    view = demo.view()
    first = common.open_matters(view)[0]
    late = read.value(view.version, "overdue_matters", demo.CITY, view.as_of)
    opened = read.value(view.version, "open_matters", demo.CITY, view.as_of)
    assert late is not None
    assert opened is not None
    assert said() == (
        f"全市未办结事项{opened.value:.0f}件，其中逾期{late.value:.0f}件，"
        f"最久的是“{first['matter_title']}”，已逾期{first['days_overdue']}天，"
        f"责任单位：{first['responsible_unit']}。"
    )


def test_without_an_overdue_one_the_next_deadline_is_told() -> None:
    assert said(demo.LAOSHAN).startswith("崂山区未办结事项2件，没有逾期的，最近到期的是“")


def test_a_street_is_told_that_its_district_keeps_the_ledger() -> None:
    assert said(demo.STREET).startswith("中韩街道的事项由区(市)调度；崂山区未办结事项2件")


def test_a_unit_that_never_sent_a_ledger_is_told_so() -> None:
    assert said("370283", demo.FIRST) == "平度市本周及以前没有报送过问题事项台账。"


def test_nothing_open_is_good_news() -> None:
    made = lead.sentence(demo.view(demo.LAOSHAN, demo.NEWEST))
    assert "崂山区没有未办结的问题事项" in text_of(made.title)
    assert "well" in str(made.title)

"""The conclusion: how many, how late, the longest, whose duty."""

from __future__ import annotations

from dashboard import read
from dashboard.components.hazard import sentence
from dashboard.reading import hazards
from tests.dashboard import demo
from tests.dashboard.conftest import text_of


def test_the_longest_overdue_site_is_named_with_its_duty() -> None:
    view = demo.view()
    first = hazards.overdue(view.version, demo.CITY, "all", view.as_of).row(0, named=True)
    said = text_of(sentence.sentence(view).title)
    late = read.value(view.version, sentence.OVERDUE, demo.CITY, view.as_of)
    assert late is not None
    assert f"逾期未治理{late.value:.0f}处" in said
    assert f"已逾期{first['days_overdue']}天" in said
    assert first["site_name"] in said
    assert f"责任单位：{first['responsible_unit']}" in said


def test_nothing_overdue_is_said_so() -> None:
    said = text_of(sentence.sentence(demo.view(demo.LAOSHAN)).title)
    assert said == "崂山区在册隐患点161处，没有逾期未治理的。"


def test_the_site_under_a_leaders_order_is_named_even_when_others_are_later() -> None:
    said = text_of(sentence.sentence(demo.view(as_of=demo.NEWEST)).title)
    assert "最长的是城阳" in said
    assert "；挂牌督办的是崂山示例中韩九社区东坡泥石流85号，59天" in said


def test_a_site_that_is_longest_and_ordered_is_named_once() -> None:
    said = text_of(sentence.sentence(demo.view(demo.LAOSHAN, demo.NEWEST)).title)
    assert said.count("东坡泥石流85号") == 1
    assert said.endswith("，已挂牌督办。")


def test_of_one_site_nothing_is_the_longest() -> None:
    said = text_of(sentence.sentence(demo.view("370213", demo.NEWEST)).title)
    assert "逾期未治理1处，是示例李沧" in said
    assert "最长" not in said

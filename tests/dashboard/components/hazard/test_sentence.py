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

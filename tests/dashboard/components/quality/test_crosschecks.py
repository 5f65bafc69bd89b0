"""Checks between tables, and totals and rates that were printed otherwise."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dashboard.components.quality import crosschecks
from dashboard.reading import quality
from dashboard.view import View
from tests.dashboard import small
from tests.dashboard.components.quality.conftest import problem
from tests.dashboard.conftest import content, empty, text_of

Views = Callable[..., View]
Plant = Callable[..., None]
HELD = quality.Check("held", "台账相符", True, "台账与流量不符", "核对", 0, ("周",), (), "select 1")
BROKEN = quality.Check(
    *("fell", "累计数不下降", False, "累计数比上周少", "请说明原因", 3),
    heads=("统计截至日期", "行政区划代码", "指标"),
    sample=(("2021-03-21", small.LAOSHAN, "census_tasks_completed"),),
    sql="select 2",
)


def test_what_does_not_agree_is_shown_with_rows_and_statement(
    view_of: Views, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quality, "checks", lambda *_: (BROKEN, HELD))
    made = content(crosschecks.listing(view_of()))
    assert text_of(made.title) == "表间核对：2项中1项有不符，其余1项相符"
    markup = str(made.body)
    assert "3行不符" in markup
    assert "看3行，列出前1行" in markup
    assert "2021年3月21日" in markup
    assert f"崂山（{small.LAOSHAN}）" in markup
    assert "<code>census_tasks_completed</code>" in markup
    assert "select 2" in markup
    assert "相符的1项" in markup


def test_all_that_agrees_is_said_too(view_of: Views, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quality, "checks", lambda *_: (HELD,))
    assert "1项中全部相符" in text_of(content(crosschecks.listing(view_of())).title)


def test_a_total_that_is_not_the_sum_of_its_rows_is_shown_and_not_corrected(
    view_of: Views, plant: Plant
) -> None:
    plant(problem(), problem(rule="X4", rule_title="合计不等于各行之和", message="填120，重算118"))
    made = content(crosschecks.printed(view_of()))
    assert made.rows == 1
    assert "填120，重算118" in text_of(made.body)
    assert "不作更正" in str(made.note)


def test_no_such_total_is_good_news(view_of: Views, plant: Plant) -> None:
    plant(problem())
    assert empty(crosschecks.printed(view_of())).reason == "报来的合计、比率都与重算的一致"

"""What Monday's meeting takes up: late first, then what is due, missing and not paid for."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from dashboard.components import headline
from dashboard.components.dispatch import agenda, common
from tests.dashboard import demo
from tests.dashboard.conftest import content, empty, text_of


def items(made: object) -> dict[str, int]:
    """Item -> its count, in the order in which they stand."""
    heads = re.findall(r"<dt>(.*?)</dt>", str(content(made).body))
    return {(words := text_of(one).rsplit(" ", 1))[0].strip(): int(words[1]) for one in heads}


def test_overdue_matters_come_first_and_every_count_is_the_ledger_s() -> None:
    view = demo.view()
    rows = common.open_matters(view)
    soon = view.as_of + timedelta(days=7)
    found = items(agenda.listing(view))
    assert next(iter(found)) == "逾期未办结"
    assert found["逾期未办结"] == sum(row["days_overdue"] is not None for row in rows)
    assert found["七日内到期"] == sum(view.as_of <= row["due_on"] <= soon for row in rows)
    assert found["落后于计划（项次）"] == len(headline.delays(view))
    assert found["预算未批复"] == 8


def test_it_is_for_the_monday_after_the_week() -> None:
    assert str(content(agenda.listing(demo.view())).title).startswith("本周议程（3月22日调度）")


def test_a_matter_without_analysis_is_asked_for_it() -> None:
    view = demo.view("370283")
    bare = [row for row in common.open_matters(view) if row["analysis"] is None]
    assert items(agenda.listing(view))["尚未作个案分析"] == len(bare) == 1


def test_a_report_that_is_missing_is_on_the_agenda_and_a_ledger_that_did_not_change_is_not() -> (
    None
):
    missing = items(agenda.listing(demo.view("370281", demo.view().weeks[11])))
    assert missing["报表未报"] == 2
    assert "报表未报" not in items(agenda.listing(demo.view("370283", demo.NEWEST)))


def test_an_office_below_a_district_is_shown_the_district_s_whole_agenda() -> None:
    street = agenda.listing(demo.view(demo.STREET, demo.NEWEST))
    assert items(street) == items(agenda.listing(demo.view(demo.LAOSHAN, demo.NEWEST)))
    assert "崂山区；" in text_of(content(street).note)


def test_nothing_to_take_up_is_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(headline, "delays", lambda _view: ())
    made = empty(agenda.listing(demo.view(demo.LAOSHAN, demo.NEWEST)))
    assert made.reason == "没有需要调度的事项"


def test_a_budget_that_was_not_returned_is_not_told_as_not_approved() -> None:
    found = items(agenda.listing(demo.view(as_of=date(2020, 12, 20))))
    assert (found["预算未批复"], found["预算没有报送"]) == (1, 8)

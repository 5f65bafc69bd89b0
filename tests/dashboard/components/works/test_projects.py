"""The project list and the conclusion: late ones first, with days and duty."""

from __future__ import annotations

from dashboard.components.works import projects, sentence
from dashboard.reading import works
from tests.dashboard import demo
from tests.dashboard.conftest import content, text_of


def test_late_projects_come_first_with_days_and_duty() -> None:
    view = demo.view(as_of=demo.NEWEST)
    rows = works.projects(view.version, demo.CITY, view.as_of)
    first = rows.row(0, named=True)
    assert first["is_late"]
    assert not rows["is_late"][-1]
    made = content(projects.listing(view))
    assert str(made.title).endswith(f"1个，已逾期{first['days_overdue']}天")
    assert f"逾期{first['days_overdue']}天" in text_of(made.body)
    said = text_of(sentence.sentence(view).title)
    assert f"责任单位：{first['responsible_unit']}" in said


def test_no_late_project_is_said_so() -> None:
    assert "没有逾期未完工的" in str(content(projects.listing(demo.view())).title)
    assert "未完工的。" in text_of(sentence.sentence(demo.view()).title)


def test_a_small_project_s_money_is_not_rounded_to_nothing() -> None:
    body = text_of(content(projects.listing(demo.view(as_of=demo.FIRST))).body)
    assert "已支付／批复（万元）" in body

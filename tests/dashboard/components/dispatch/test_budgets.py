"""两下两上、一评审: steps, amounts, the cut and which districts have their money."""

from __future__ import annotations

from dashboard import read
from dashboard.components.dispatch import budgets
from dashboard.reading import dispatch
from tests.dashboard import demo
from tests.dashboard.conftest import content, empty, text_of

SHINAN = "370202"


def test_the_bulletin_s_two_districts_are_approved() -> None:
    view = demo.view()
    assert content(budgets.amounts(view)).title == "普查经费预算：市南、崂山已批复"
    assert content(budgets.process(view)).title == "两下两上、一评审：10个区(市)中2个走完，已批复"
    approved = read.value(view.version, "budgets_approved", demo.CITY, view.as_of)
    assert approved is not None
    assert approved.value == 2


def test_the_cut_is_the_metric_s_with_two_decimals() -> None:
    made = content(budgets.amounts(demo.view(demo.LAOSHAN)))
    assert made.title == "崂山区普查经费预算：评审压减24.91%（5位专家评审）"
    said = text_of(made.body)
    assert "24.91%" in said
    assert "498.2" in said


def test_departments_have_amounts_and_only_the_total_a_rate() -> None:
    said = text_of(content(budgets.amounts(demo.view(demo.LAOSHAN))).body)
    assert said.count("%") == 1
    for words in ("崂山区普查办", "崂山区交通运输部门", "2,475.0", "1,501.8"):
        assert words in said


def test_the_total_of_a_round_is_the_sum_of_its_departments() -> None:
    view = demo.view()
    for rows in dispatch.budgets(view.version, view.as_of).values():
        departments, total = rows[:-1], rows[-1]
        assert total["department"] == dispatch.ALL
        if departments:
            declared = sum(row["declared_yuan"] or 0 for row in departments)
            assert round(declared, 2) == round(total["declared_yuan"] or 0, 2)


def test_a_step_is_reached_only_when_all_departments_are_there() -> None:
    view = demo.view("370283")
    assert content(budgets.process(view)).title == "两下两上、一评审：走到一上·部门申报"
    assert "还没有评审" in str(content(budgets.amounts(view)).title)


def test_a_past_week_does_not_know_a_later_approval() -> None:
    view = demo.view(SHINAN, demo.view().weeks[13])
    assert content(budgets.process(view)).title == "两下两上、一评审：走到一评审·专家评审"


def test_no_budget_yet_is_said_so() -> None:
    assert "普查经费预算表" in empty(budgets.amounts(demo.view("370283", demo.FIRST))).remedy

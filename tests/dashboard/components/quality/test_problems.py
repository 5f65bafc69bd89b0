"""Problems one by one, and on their way to an end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from dashboard.components.quality import problems
from dashboard.view import View
from tests.dashboard import small
from tests.dashboard.components.quality.conftest import problem
from tests.dashboard.conftest import content, empty, text_of

Views = Callable[..., View]
Plant = Callable[..., None]


def cells(made: object) -> str:
    return text_of(str(content(made).body).replace("</t", " </t"))


def test_a_line_says_cell_file_problem_remedy_effect_state_and_since(
    view_of: Views, plant: Plant
) -> None:
    plant(problem(since=date(2021, 2, 7), times=12))
    made = problems.listing(view_of(small.LAOSHAN))
    assert cells(made).endswith(
        "隐患点台账!D52崂山.xlsx 行政区划代码：“行政区划代码”为空 补填区划代码 未计入 已退回"
        " 2月7日，共12期"
    )
    assert text_of(content(made).title) == "待处理的问题：1件，1件在本周所用的报表里"


def test_a_problem_of_an_older_return_says_that_it_does_not_touch_the_figures(
    view_of: Views, plant: Plant
) -> None:
    plant(problem(is_in_use=False))
    shown = cells(problems.listing(view_of()))
    assert "往期报表，已有更新的一份" in shown
    assert "不影响本周的数" in shown
    assert "未计入" not in shown


def test_a_problem_of_the_whole_file_has_no_cell(view_of: Views, plant: Plant) -> None:
    plant(problem(sheet=None, cell=None, unit=None, since=None))
    shown = cells(problems.listing(view_of()))
    assert "整个文件崂山.xlsx 单位不明" in shown
    assert "日期不明" in shown


def test_a_district_is_shown_its_own_only(view_of: Views, plant: Plant) -> None:
    plant(problem(), problem(unit=small.PINGDU))
    assert content(problems.listing(view_of())).rows == 2
    assert content(problems.listing(view_of(small.PINGDU))).rows == 1


def test_none_found_and_all_settled_are_told_apart(view_of: Views, plant: Plant) -> None:
    plant()
    assert empty(problems.listing(view_of())).reason == "报来的文件里没有查出要处理的问题"
    plant(problem(is_open=False, state="已修正"))
    assert empty(problems.listing(view_of())).reason == "问题都已处理"


def test_the_states_are_counted_along_the_process(view_of: Views, plant: Plant) -> None:
    plant(
        problem(state="待退回"),
        problem(),
        problem(),
        problem(state="确认保留并说明", is_open=False),
    )
    made = content(problems.states(view_of()))
    assert text_of(made.title) == "问题的处理：处理完1件，还有3件"
    shown = text_of(made.body)
    order = ["待退回1件", "已退回2件", "已修正0件", "确认保留并说明1件"]
    assert [shown.index(one) for one in order] == sorted(shown.index(one) for one in order)

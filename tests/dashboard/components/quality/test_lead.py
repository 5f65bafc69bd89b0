"""The sentence: who owes, how much is open, where to begin."""

from __future__ import annotations

from collections.abc import Callable

from dashboard.components.quality import lead
from dashboard.view import View
from tests.dashboard import small
from tests.dashboard.components.quality.conftest import fortnight, problem
from tests.dashboard.conftest import content, text_of

Views = Callable[..., View]
Plant = Callable[..., None]


def said(view: View) -> str:
    return text_of(content(lead.sentence(view)).title)


def test_all_in_and_nothing_open_is_said_in_so_many_words(view_of: Views, plant: Plant) -> None:
    plant()
    assert said(view_of()) == "全市本周应有报表4份，全部报齐；没有待处理的问题。"


def test_the_unit_that_owes_and_has_most_to_mend_comes_first(view_of: Views, plant: Plant) -> None:
    plant(problem(), returns=fortnight(missing=(small.PINGDU,)))
    assert said(view_of()) == (
        "全市本周应有报表4份，缺2份（平度2份）；待处理的问题1件，1件在本周所用的报表里。"
        "先找平度（缺报2件）。"
    )


def test_a_district_is_told_its_own_returns_and_the_cell_to_begin_with(
    view_of: Views, plant: Plant
) -> None:
    mine = problem(unit=small.PINGDU, cell="H9", remedy="核对日期")
    plant(problem(), mine, returns=fortnight(missing=(small.PINGDU,)))
    assert said(view_of(small.PINGDU)) == (
        "平度市本周应有报表2份，缺2份（《普查进度周报表》、《隐患点台账》）；"
        "待处理的问题1件，1件在本周所用的报表里。先改隐患点台账!H9：核对日期。"
    )


def test_a_street_is_told_of_the_district_that_reports_for_it(view_of: Views, plant: Plant) -> None:
    plant(problem())
    assert said(view_of(small.ZHONGHAN)).startswith("崂山区本周应有报表2份")


def test_what_is_open_in_older_returns_only_is_no_alarm(view_of: Views, plant: Plant) -> None:
    plant(problem(is_in_use=False), problem(state="已修正", is_open=False))
    made = content(lead.sentence(view_of()))
    assert "待处理的问题1件，都在往期报表里，本周所用的报表没有问题" in text_of(made.title)
    assert "sentence well" in str(made.title)


def test_where_all_owe_the_same_nobody_is_first(view_of: Views, plant: Plant) -> None:
    units = (small.LAOSHAN, small.PINGDU, small.SHINAN, small.LAIXI)
    plant(*(problem(unit=unit) for unit in units))
    assert "先找" not in said(view_of())
    plant(*(problem(unit=unit) for unit in (small.LAOSHAN, small.PINGDU)))
    assert "先找崂山、平度（现有问题各1件）" in said(view_of())


def test_older_problems_do_not_decide_silently_between_equals(view_of: Views, plant: Plant) -> None:
    plant(problem(), problem(is_in_use=False), problem(unit=small.PINGDU))
    assert "先找崂山、平度（现有问题各1件）" in said(view_of())

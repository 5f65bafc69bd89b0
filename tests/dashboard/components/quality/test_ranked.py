"""Open problems by rule and by unit."""

from __future__ import annotations

from collections.abc import Callable

from dashboard.components.quality import ranked
from dashboard.view import View
from tests.dashboard import small
from tests.dashboard.components.quality.conftest import problem
from tests.dashboard.conftest import content, empty, text_of

Views = Callable[..., View]
Plant = Callable[..., None]


def test_the_rule_that_is_broken_most_comes_first_and_leads_to_the_dictionary(
    view_of: Views, plant: Plant
) -> None:
    other = problem(rule="V4", rule_title="数值", is_in_use=False)
    plant(other, problem(), problem(unit=small.PINGDU))
    made = content(ranked.by_rule(view_of()))
    assert text_of(made.title) == "待处理的问题按规则：行政区划代码最多，2件"
    shown = text_of(str(made.body).replace("</t", " </t"))
    assert shown.index("行政区划代码 V1 2件 2件") < shown.index("数值 V4 1件 无")
    assert "dictionary?area=370200&amp;asof=2021-04-25&amp;code=quality_rule" in str(made.body)


def test_units_are_ranked_for_the_city_and_returns_for_a_district(
    view_of: Views, plant: Plant
) -> None:
    plant(problem(), problem(unit=small.PINGDU), problem(unit=small.PINGDU, source=None))
    assert "平度最多，2件" in text_of(content(ranked.by_unit(view_of())).title)
    own = content(ranked.by_unit(view_of(small.PINGDU)))
    assert text_of(own.title) == "待处理的问题按报表：隐患点台账、没有认出的报表最多，各1件"


def test_what_is_settled_is_not_counted(view_of: Views, plant: Plant) -> None:
    plant(problem(is_open=False, state="已修正"))
    assert empty(ranked.by_rule(view_of())).reason == "没有待处理的问题"

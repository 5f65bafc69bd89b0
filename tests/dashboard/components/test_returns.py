"""Missing returns."""

from __future__ import annotations

from collections.abc import Callable

from dashboard.components import returns
from dashboard.view import View
from tests.dashboard import small
from tests.dashboard.conftest import content, empty, text_of


def test_missing_returns_name_unit_form_and_age(view_of: Callable[..., View]) -> None:
    made = content(returns.listing(view_of(as_of=small.MISSED)))
    assert text_of(made.title) == "报送情况：1个单位缺报2份（应报20份）"
    assert "市南区 普查进度周报表 3月7日 2周" in " ".join(
        text_of(cell) for cell in str(made.body).replace("</t", " </t").split("\n")
    )


def test_a_full_week_and_a_place_that_does_not_report_are_told_apart(
    view_of: Callable[..., View],
) -> None:
    assert "全部报齐" in text_of(content(returns.listing(view_of())).title)
    assert empty(returns.listing(view_of(small.ZHONGHAN))).reason == "本级不单独报送"

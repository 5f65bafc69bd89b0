"""Missing returns."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl
import pytest

from dashboard import read
from dashboard.components import returns
from dashboard.view import View
from tests.dashboard import small
from tests.dashboard.conftest import content, empty, text_of


def test_missing_returns_name_unit_form_and_age(view_of: Callable[..., View]) -> None:
    made = content(returns.listing(view_of(as_of=small.MISSED)))
    assert text_of(made.title) == "报送情况：1个单位缺报2份（应报20份）"
    assert "市南区 普查进度周报表 数据截至3月7日，已2周未报" in " ".join(
        text_of(cell) for cell in str(made.body).replace("</t", " </t").split("\n")
    )


def test_the_note_on_carrying_is_for_what_is_carried(
    view_of: Callable[..., View], monkeypatch: pytest.MonkeyPatch
) -> None:
    view = view_of(as_of=small.MISSED)
    assert content(returns.listing(view)).note == "缺报的按最近一次报送的数据计入合计"
    missing = read.missing_returns(view.version, view.as_of)
    never = missing.with_columns(
        pl.lit(None).alias("used_as_of"), pl.lit(None).alias("weeks_stale")
    )
    monkeypatch.setattr(read, "missing_returns", lambda *_: never)
    made = content(returns.listing(view))
    assert made.note is None
    assert "从未报送" in text_of(made.body)


def test_a_full_week_and_a_place_that_does_not_report_are_told_apart(
    view_of: Callable[..., View],
) -> None:
    assert "全部报齐" in text_of(content(returns.listing(view_of())).title)
    assert empty(returns.listing(view_of(small.ZHONGHAN))).reason == "本级不单独报送"

"""The waterfall: it closes, says whether it does, and tells what moved."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from dashboard.components.hazard import flow
from dashboard.reading.hazards import Flow
from tests.dashboard import demo
from tests.dashboard.conftest import content, empty, text_of

WEEK = Flow("", 120, 0, 3, 0, 0, 4, 1, 0, 118, 0)


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (WEEK, "在册由120处减至118处，新增3处、销号4处、合并1处"),
        (replace(WEEK, added=5, closing=120), "在册仍为120处，其间新增5处、销号4处、合并1处"),
        (Flow("", 120, 0, 0, 0, 0, 0, 0, 0, 120, 0), "在册120处，本周没有增减"),
        (Flow("", 90, 90, 0, 0, 0, 0, 0, 0, 90, 0), "首次报送建账，在册90处"),
        (Flow("", 9, 0, 0, 0, -2, 0, 0, 0, 7, 0), "在册由9处减至7处，更正调整−2处"),
    ],
)
def test_the_title_tells_stock_and_what_moved(one: Flow, said: str) -> None:
    assert flow.conclusion(one) == said


def test_the_sum_is_written_out_and_said_to_close() -> None:
    said = text_of(flow._check(WEEK))
    assert "120 + 3 + 0 + 0 − 4 − 1 + 0 = 118" in said.replace("− 0", "+ 0")
    assert said.endswith("平")
    assert "不平" not in said


def test_a_sum_that_does_not_close_is_said_not_to() -> None:
    said = text_of(flow._check(replace(WEEK, closing=119, gap=1)))
    assert "≠ 119" in said
    assert "不平" in said
    assert said.endswith("相差+1处")


def test_every_district_family_and_week_of_the_demonstration_closes() -> None:
    for as_of in (demo.FIRST, demo.BULLETIN, demo.NEWEST):
        for family in ("all", "geological", "forest_fire", "flash_flood"):
            made = content(flow.chart(demo.view(as_of=as_of, family=family)))
            assert "不平" not in str(made.body)


def test_a_type_is_chosen_in_the_address_and_named_in_the_title() -> None:
    view = demo.view(demo.LAOSHAN, family="geological", type="landslide")
    assert str(content(flow.chart(view)).title).startswith("滑坡：在册")


def test_a_type_of_another_family_is_not_taken() -> None:
    view = demo.view(demo.LAOSHAN, family="forest_fire", type="landslide")
    assert str(content(flow.chart(view)).title).startswith("森林火灾隐患点：")


def test_the_first_week_is_a_baseline_and_no_increase() -> None:
    assert "首次报送建账" in str(content(flow.chart(demo.view(as_of=demo.FIRST))).title)


def test_below_the_districts_no_flow_is_claimed() -> None:
    assert (
        text_of(empty(flow.chart(demo.view(demo.STREET))).remedy) == "增减只统计到区(市)，见崂山区"
    )


def test_a_cut_axis_is_said_to_be_cut() -> None:
    drawn = flow._drawing(replace(WEEK, opening=583, closing=581), "")
    assert re.search(r"横条自\d+处起画", str(drawn))
    assert "起画" not in str(flow._drawing(Flow("", 4, 0, 3, 0, 0, 1, 0, 0, 6, 0), ""))

"""The foot of a printed sheet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from dashboard.components import paper
from dashboard.view import View
from tests.dashboard import small


def test_the_foot_says_what_the_sheet_is_and_numbers_it(view_of: Callable[..., View]) -> None:
    view = view_of(small.LAOSHAN)
    foot = str(paper.foot(view))
    for word in ("演示数据，不反映真实进度", "崂山区", "2021年第16周", "数据截至2021年4月25日"):
        assert word in foot
    assert f"版本 {view.version}" in foot
    assert "counter(page)" in foot
    assert "演示数据" not in str(paper.foot(replace(view, is_demo=False)))


def test_a_name_cannot_end_the_string_nor_the_style(view_of: Callable[..., View]) -> None:
    view = view_of(small.LAOSHAN)
    evil = replace(view, area=replace(view.area, name='"}</style><img src=x>\\22 甲区'))
    foot = str(paper.foot(evil))
    assert foot.count("<") == 2
    assert foot.count('"') == str(paper.foot(view)).count('"')
    assert "甲区" in foot
    assert "\\" not in foot

"""The foot of a printed sheet."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

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


def test_a_sheet_of_its_own_names_its_page_and_the_choices_too(
    view_of: Callable[..., View],
) -> None:
    view = view_of(small.LAOSHAN)
    assert paper.facts(view, "总览", ["比较指标：普查任务完成率"]) == [
        *("演示数据，不反映真实进度", "总览", "崂山区"),
        *("2021年第16周（4月19日—4月25日）", "比较指标：普查任务完成率"),
        *("库内数据截至2021年4月25日", f"版本 {view.version}"),
    ]


def test_the_text_of_a4_lies_within_the_margins_of_the_style_sheet() -> None:
    style = Path(paper.__file__).parents[1] / "static/style/05-print.css"
    [margins] = re.findall(r"@page \{ margin: \d+mm (\d+)mm", style.read_text("utf-8"))
    assert paper.TEXT.width == round((210 - 2 * int(margins)) / 25.4 * 96)


def test_a_name_cannot_end_the_string_nor_the_style(view_of: Callable[..., View]) -> None:
    view = view_of(small.LAOSHAN)
    evil = replace(view, area=replace(view.area, name='"}</style><img src=x>\\22 甲区'))
    foot = str(paper.foot(evil))
    assert foot.count("<") == 2
    assert foot.count('"') == str(paper.foot(view)).count('"')
    assert "甲区" in foot
    assert "\\" not in foot

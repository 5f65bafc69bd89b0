"""Which parts of a text are figures, and which numbers are none."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.proof import words
from dashboard.proof.figures import UNCLEAR, find


def seen(text: str) -> list[tuple[str, Decimal | None, str | None, str | None]]:
    """Text, value, unit and nearness of every figure."""
    return [(f.text, f.value, f.unit, f.nearness) for f in find(text)]


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("排查124处。", ("124处", 124, "处", None)),
        ("整治1.1万米，", ("1.1万米", 11000, "米", None)),
        ("投资1亿元用于", ("1亿元", 100_000_000, "元", None)),
        ("投资1亿2000万元", ("1亿2000万元", 120_000_000, "元", None)),
        ("１２４处", ("１２４处", 124, "处", None)),
        ("1,234处", ("1,234处", 1234, "处", None)),
        ("4 487 米", ("4 487 米", 4487, "米", None)),
        ("11千米", ("11千米", 11, "千米", None)),
        ("11km", ("11km", 11, "km", None)),
        ("300余名", ("300余名", 300, "名", words.ODD)),
        ("300多名", ("300多名", 300, "名", words.ODD)),
        ("10余万元", ("10余万元", 100_000, "元", words.ODD)),
        ("1.1万余米", ("1.1万余米", 11_000, "米", words.ODD)),
        ("十余名", ("十余名", 10, "名", words.ODD)),
        ("约320人", ("约320人", 320, "人", words.ABOUT)),
        ("320人左右", ("320人左右", 320, "人", words.ABOUT)),
        ("近九成", ("近九成", 9, "成", words.NEARLY)),
        ("超过300名", ("超过300名", 300, "名", words.MORE)),
        ("不足300名", ("不足300名", 300, "名", words.LESS)),
        ("不少于2个", ("不少于2个", 2, "个", words.AT_LEAST)),
        ("90%以上", ("90%以上", 90, "%", words.AT_LEAST)),
        ("约300余名", ("约300余名", 300, "名", UNCLEAR)),
        ("24.91%", ("24.91%", Decimal("24.91"), "%", None)),
        ("24.91％", ("24.91％", Decimal("24.91"), "%", None)),
        ("百分之二十四点九一", ("百分之二十四点九一", Decimal("24.91"), "%", None)),
        ("提高5个百分点", ("5个百分点", 5, "个百分点", None)),
        ("三百零九处", ("三百零九处", 309, "处", None)),
        ("两级均成立", ("两级", 2, "级", None)),
        ("3—5个", ("3—5个", None, "个", None)),
        ("3至5个", ("3至5个", None, "个", None)),
        ("10%-20%", ("10%-20%", None, "%", None)),
        ("六七十处", ("六七十处", None, "处", None)),
        ("2.13平方米/人", ("2.13平方米/人", Decimal("2.13"), "平方米/人", None)),
        ("12个月", ("12个", 12, "个", None)),
        ("共计124。", ("124", 124, None, None)),
        ("**124**处", ("124**处", 124, "处", None)),
    ],
)
def test_a_figure_is_found_whole(text: str, figure: tuple) -> None:
    assert seen(text) == [figure]


@pytest.mark.parametrize(
    "text",
    [
        "2021年3月21日",
        "截至3月21日14时30分",
        "2021-03-21",
        "2021.3.21 08:30",
        "二〇二一年三月二十一日",
        "2021—2025年",
        "“十四五”",
        "3月底",
        "〔2021〕第1期",
        "鲁应急〔2021〕12号",
        "第一次全国普查",
        "第3期",
        "第12次会议",
        "GB/T 9704-2012",
        "GB 51143",
        "13905321234",
        "0532-88996655",
        "400-123-4567",
        "电话：88996655",
        "370212198001011234",
        "37021219800101123X",
        "1.抓好落实",
        "（3）抓好落实",
        "(一)抓好组织支撑",
        "一是强化",
        "一、强化",
        "①强化",
        "“443”普查体系",
        "“1+8”专业团队",
        "“6+4+1”模式",
        "1:10000比例尺",
        "5G",
        "3D实景",
        "zhang3@example.com",
        "https://example.com/2021/124",
        "千家万户",
        "一个社区",
        "一批",
        "万元",
        "附件1",
        "表2",
        "V2.1.3",
        "— 3 —",
    ],
)
def test_what_only_looks_like_a_figure_is_none(text: str) -> None:
    assert seen(text) == []


def test_a_number_beside_a_date_is_still_found() -> None:
    found = seen("截至2021年3月21日，124处；电话0532-88996655，61处。")
    assert [text for text, *_ in found] == ["124处", "61处"]


@given(
    st.text(alphabet="0123456789.,%万亿余约近处个年月日第一二三()（）—-至 。，；\n号1", max_size=60)
)
def test_offsets_are_those_of_the_text_and_figures_do_not_overlap(text: str) -> None:
    end = 0
    for figure in find(text):
        assert text[figure.start : figure.end] == figure.text
        assert figure.start >= end
        assert figure.text
        end = figure.end


@given(st.integers(1, 10**9), st.sampled_from(["处", "个", "人", "米", "户"]))
def test_any_count_is_found_with_its_value(number: int, unit: str) -> None:
    for written in (f"{number}", f"{number:,}"):
        (figure,) = find(f"排查隐患点{written}{unit}，")
        assert (figure.value, figure.unit) == (number, unit)

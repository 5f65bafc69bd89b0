"""Yes and no, the words of a code list, several words in one cell."""

from __future__ import annotations

import pytest

from etl.checking.parse_words import parse_boolean, parse_coded, parse_multi
from etl.codes import load_code_list
from etl.contract import Column
from tests.etl.checking.columns import column_of, read_one, reasons_of


@pytest.mark.parametrize(
    ("words", "value"),
    [
        (("是", "有", "√", "Y", "1", "true", "TRUE", " 是 ", "1.0"), True),
        (("否", "无", "×", "N", "0", "false", "0.0", "没有"), False),
        (("—", "/", "", None), None),
    ],
)
def test_booleans(words, value):
    parsed = parse_boolean(column_of(*words))
    assert parsed.values.to_list() == [value] * len(words)
    assert reasons_of(parsed) == []


def test_a_word_that_is_neither_yes_nor_no_is_refused():
    assert read_one(parse_boolean(column_of("也许"))) == (None, "boolean")


@pytest.mark.parametrize(
    ("cell", "value", "reason"),
    [
        ("已销号", "closed", None),
        ("已 销 号", "closed", None),
        ("销号", "closed", None),
        ("closed", "closed", None),
        ("—", None, None),
        ("销号了", None, "code_list"),
        ("#VALUE!", None, "error_cell"),
    ],
)
def test_words_of_a_code_list(cell, value, reason):
    assert read_one(parse_coded(column_of(cell), load_code_list("remediation_status"))) == (
        value,
        reason,
    )


HAZARDS = Column("h", "避灾种类", "multi", codes="hazard_kind")


@pytest.mark.parametrize(
    ("cell", "value", "reason"),
    [
        ("洪涝、地震", ["earthquake", "flood"], None),
        ("洪涝,地震，洪涝", ["earthquake", "flood"], None),
        ("崖崩れ、土石流及び地滑り", ["geological"], None),
        ("地震/海啸", ["earthquake", "tsunami"], None),
        ("地震、妖怪", None, "code_list"),
        ("无", None, None),
        (None, None, None),
    ],
)
def test_several_words_in_a_cell_come_in_the_order_of_the_list(cell, value, reason):
    parsed = parse_multi(column_of(cell), HAZARDS)
    assert parsed.values.to_list() == [value]
    assert reasons_of(parsed) == ([reason] if reason else [])


def test_a_layouts_words_stand_for_others_or_for_none():
    parsed = parse_multi(column_of("水灾,核子事故"), HAZARDS, [("核子事故", "")])
    assert parsed.values.to_list() == [["flood"]]
    assert reasons_of(parsed) == []

"""Text -> typed values: what is taken, what is refused and for which reason, case by case."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.checking.normal import plain, plain_expr
from etl.checking.parse import (
    Parsed,
    parse_boolean,
    parse_code,
    parse_coded,
    parse_multi,
    parse_text,
)
from etl.checking.parse_date import parse_date, parse_one_date
from etl.checking.parse_number import parse_number
from etl.checking.reasons import REASONS
from etl.codes import load_code_list
from etl.contract import Column

PERSONS = Column("n", "威胁人数", "integer", unit="人", minimum=0)
MONEY = Column("m", "批复投资", "number", unit="万元", multiplier=10_000)
SHARE = Column("s", "差错率", "number", unit="%", minimum=0, maximum=100)
BARE = Column("q", "计划工程量", "number")
REFUSED = None


def _reasons(parsed: Parsed) -> list[str]:
    assert set(parsed.problems["reason"]) <= set(REASONS)
    return parsed.problems["reason"].to_list()


def _one(parsed: Parsed) -> tuple[object, str | None]:
    """(value, reason) of a single cell."""
    reasons = _reasons(parsed)
    assert len(reasons) <= 1
    return parsed.values[0], reasons[0] if reasons else None


def _texts(*cells: str | None) -> pl.Series:
    return pl.Series("c", cells, dtype=pl.String)


@pytest.mark.parametrize(
    ("cell", "value", "reason"),
    [
        ("12", 12, None),
        ("  7 ", 7, None),
        ("１２", 12, None),
        ("+5", 5, None),
        ("12.0", 12, None),
        ("1e3", 1000, None),
        ("1,234", 1234, None),
        ("1，234", 1234, None),
        ("1 234", 1234, None),
        ("12人", 12, None),
        ("12名", 12, None),
        ("3 人", 3, None),
        ("1.2万", 12_000, "converted"),
        ("1.2万人", 12_000, "converted"),
        ("-3", -3, "minimum"),
        ("约300", REFUSED, "approximate"),
        ("300余", REFUSED, "approximate"),
        ("300多人", REFUSED, "approximate"),
        ("12人左右", REFUSED, "approximate"),
        ("≥5", REFUSED, "approximate"),
        ("5+", REFUSED, "approximate"),
        ("2~3", REFUSED, "range"),
        ("8～12", REFUSED, "range"),
        ("8-12", REFUSED, "range"),
        ("2至3", REFUSED, "range"),
        ("12.5", REFUSED, "fraction"),
        ("(12)", REFUSED, "parentheses"),
        ("（12）", REFUSED, "parentheses"),
        ("1,23", REFUSED, "thousands"),
        ("12%", REFUSED, "suffix"),
        ("12户", REFUSED, "suffix"),
        ("10 20", REFUSED, "number"),
        ("十二", REFUSED, "number"),
        ("inf", REFUSED, "number"),
        ("nan", REFUSED, "number"),
        ("99999999999999999999", REFUSED, "too_large"),
        ("#DIV/0!", REFUSED, "error_cell"),
        ("—", None, None),
        ("－", None, None),
        ("/", None, None),
        ("无", None, None),
        ("暂无", None, None),
        ("", None, None),
        (None, None, None),
    ],
)
def test_counts(cell, value, reason):
    assert _one(parse_number(_texts(cell), PERSONS)) == (value, reason)


@pytest.mark.parametrize(
    ("column", "cell", "value", "reason"),
    [
        (MONEY, "3.5", 3.5, None),
        (MONEY, "3.5万元", 3.5, None),
        (MONEY, "800万", 800.0, None),
        (MONEY, "1亿元", 10_000.0, "converted"),
        (MONEY, "1.2亿", 12_000.0, "converted"),
        (MONEY, "35000元", 3.5, "converted"),
        (MONEY, "9.65E7", 96_500_000.0, None),
        (MONEY, "3,500.25", 3500.25, None),
        (MONEY, "12.5%", REFUSED, "suffix"),
        (SHARE, "1.5", 1.5, None),
        (SHARE, "1.5%", 1.5, None),
        (SHARE, "１．５％", 1.5, None),
        (SHARE, "15‰", 1.5, "converted"),
        (SHARE, "150%", 150.0, "maximum"),
        (BARE, "2000米", REFUSED, "suffix"),
    ],
)
def test_numbers_with_units(column, cell, value, reason):
    assert _one(parse_number(_texts(cell), column)) == (value, reason)


@pytest.mark.parametrize(
    ("column", "cell", "value", "reason"),
    [
        (MONEY, "￥1,200,000.00", 1_200_000, None),
        (MONEY, "¥ 1,200.00", 1200, None),
        (MONEY, "-¥5", -5, None),
        (MONEY, "￥12万元", 12, None),
        (MONEY, "￥-", REFUSED, None),
        (MONEY, "￥", REFUSED, None),
        (PERSONS, "￥12", REFUSED, "number"),
    ],
)
def test_accounting_forms_are_numbers_of_money_only(column, cell, value, reason):
    assert _one(parse_number(_texts(cell), column)) == (value, reason)


def test_the_captions_unit_is_applied_but_the_cells_own_unit_goes_before():
    parsed = parse_number(_texts("35000", "1亿元", "3.5万元"), MONEY, factor=1e-4)
    assert parsed.values.to_list() == [3.5, 10_000.0, 3.5]


@pytest.mark.parametrize(
    ("cell", "day", "reason"),
    [
        ("2021-03-22", date(2021, 3, 22), None),
        ("2021-3-2", date(2021, 3, 2), None),
        ("2021年3月22日", date(2021, 3, 22), None),
        (" 2021 年 3 月 22 日 ", date(2021, 3, 22), None),
        ("2021.3.22", date(2021, 3, 22), None),
        ("2021/3/22", date(2021, 3, 22), None),
        ("20210322", date(2021, 3, 22), None),
        ("２０２１年３月２２日", date(2021, 3, 22), None),
        ("2021-03-22T08:30:00", date(2021, 3, 22), None),
        ("2021-03-22 08:30:00", date(2021, 3, 22), None),
        ("2021年3月22日 10时30分", date(2021, 3, 22), None),
        ("2021-03-22（星期一）", date(2021, 3, 22), None),
        ("44277", date(2021, 3, 22), None),
        ("44277.5", date(2021, 3, 22), None),
        ("00:00:00", REFUSED, "date"),
        ("08:30", REFUSED, "date"),
        ("星期三", REFUSED, "date"),
        ("民国110年3月22日", REFUSED, "roc_year"),
        ("民國99年1月2日", REFUSED, "roc_year"),
        ("110.3.22", REFUSED, "roc_year"),
        ("110/03/22", REFUSED, "roc_year"),
        ("1100322", REFUSED, "roc_year"),
        ("21-3-22", REFUSED, "short_year"),
        ("99/1/2", REFUSED, "short_year"),
        ("2021年3月", REFUSED, "no_day"),
        ("2021-03", REFUSED, "no_day"),
        ("202103", REFUSED, "no_day"),
        ("2021年3月中旬", REFUSED, "no_day"),
        ("2021", REFUSED, "no_day"),
        ("2021-02-30", REFUSED, "no_such_day"),
        ("20210230", REFUSED, "no_such_day"),
        ("2021-13-01", REFUSED, "no_such_day"),
        ("3/22/2021", REFUSED, "foreign_order"),
        ("22-Mar-2021", REFUSED, "foreign_order"),
        ("March 3, 2021", REFUSED, "foreign_order"),
        ("1021-03-22", REFUSED, "far_year"),
        ("昨天", REFUSED, "date"),
        ("#N/A", REFUSED, "error_cell"),
        ("—", None, None),
        ("无", None, None),
        (None, None, None),
    ],
)
def test_dates(cell, day, reason):
    assert _one(parse_date(_texts(cell))) == (day, reason)


def test_serials_follow_the_workbooks_epoch():
    assert parse_one_date("42815", 1904) == date(2021, 3, 22)


def test_a_roc_date_is_refused_with_its_common_year():
    (hint,) = parse_date(_texts("110.3.22")).problems["hint"]
    assert "2021-03-22" in hint


@pytest.mark.parametrize(
    ("words", "value"),
    [
        (("是", "有", "√", "Y", "1", "true", "TRUE", " 是 ", "1.0"), True),
        (("否", "无", "×", "N", "0", "false", "0.0", "没有"), False),
        (("—", "/", "", None), None),
    ],
)
def test_booleans(words, value):
    parsed = parse_boolean(_texts(*words))
    assert parsed.values.to_list() == [value] * len(words)
    assert _reasons(parsed) == []


def test_a_word_that_is_neither_yes_nor_no_is_refused():
    assert _one(parse_boolean(_texts("也许"))) == (None, "boolean")


@pytest.mark.parametrize(
    ("cell", "value", "reason"),
    [
        ("  示例 路\u30001号 ", "示例 路 1号", None),
        ("示例\u00a0路", "示例 路", None),
        ("第一行\n第二行", "第一行 第二行", None),
        ("示\u200b例\x07", "示例", None),
        ("无棣路", "无棣路", None),
        ("同安路", "同安路", None),
        ("同上", None, "ditto"),
        (" 同 上 ", None, "ditto"),
        ("〃", None, "ditto"),
        ("″", None, "ditto"),
        ('"', None, "ditto"),
        ("无", None, None),
        ("－", None, None),
        ("#REF!", None, "error_cell"),
        ("#1 楼", "#1 楼", None),
        ("联系13800138000", None, "personal"),
        ("138-0013-8000", None, "personal"),
        ("电话１３８００１３８０００", None, "personal"),
        ("编号1380013800012", "编号1380013800012", None),
        ("身份证11010519491231002X。", None, "personal"),
        ("编号110105194912310021", "编号110105194912310021", None),
        ("身份证号：110105194912310021", None, "personal"),
        ("身份证110105491231002", None, "personal"),
        ("批次110105194912310021、11010519491231002X", None, "personal"),
        ("110105 19491231 002X", None, "personal"),
        ("138.1234.5678", None, "personal"),
        ("老李 138-1234-5678", None, "personal"),
        ("1381 234 5678", None, "personal"),
        ("联系电话：0532-88888888", None, "personal"),
        ("电话(0532)88888888", None, "personal"),
        ("0532-88888888(值班电话)", None, "personal"),
        ("北投區0973-0000號", "北投區0973-0000號", None),
        ("联系点0973-0000號", "联系点0973-0000號", None),
        ("东经138.12345678", "东经138.12345678", None),
        ("并入3702120001", "并入3702120001", None),
        ("联系370212001001", "联系370212001001", None),
        ("电话亭旁2021-03-21", "电话亭旁2021-03-21", None),
    ],
)
def test_free_text(cell, value, reason):
    assert _one(parse_text(_texts(cell))) == (value, reason)


@pytest.mark.parametrize(
    ("cell", "value", "reason"),
    [
        ("0012", "0012", None),
        ("１２３ａ", "123a", None),
        (" 37 02 ", "3702", None),
        ("123.0", "123", None),
        ('="0012"', "0012", None),
        ("'0012", "0012", None),
        ("3.70212001001E+11", "370212001001", None),
        ("3.70212E+11", None, "long_code"),
        ("崂-001", "崂-001", None),
        ("—", None, None),
        ("#N/A", None, "error_cell"),
        ("13812345678", None, "personal"),
        ("138 1234 5678", None, "personal"),
        ("11010519491231002X", None, "personal"),
        ("110105194912310021", "110105194912310021", None),
        ("GB13812345678", "GB13812345678", None),
        ("3702120001", "3702120001", None),
        ("370212001001", "370212001001", None),
    ],
)
def test_codes_keep_their_digits(cell, value, reason):
    assert _one(parse_code(_texts(cell))) == (value, reason)


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
    assert _one(parse_coded(_texts(cell), load_code_list("remediation_status"))) == (value, reason)


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
    parsed = parse_multi(_texts(cell), HAZARDS)
    assert parsed.values.to_list() == [value]
    assert _reasons(parsed) == ([reason] if reason else [])


def test_a_layouts_words_stand_for_others_or_for_none():
    parsed = parse_multi(_texts("水灾,核子事故"), HAZARDS, [("核子事故", "")])
    assert parsed.values.to_list() == [["flood"]]
    assert _reasons(parsed) == []


ODD = st.text(
    st.sampled_from(
        "0123456789.,，-~～约余万亿元%()（） \u3000\u00a0eE+年月日/:#ABCxX是否无—１２３"
    )
    | st.characters(codec="utf-8"),
    max_size=14,
)
CELLS = st.lists(st.none() | ODD, max_size=30)


@settings(max_examples=60, deadline=None)
@given(CELLS)
def test_whatever_stands_in_a_cell_gives_a_value_a_null_or_a_reason_never_an_error(cells):
    texts = _texts(*cells)
    for parsed in (
        parse_number(texts, PERSONS),
        parse_number(texts, MONEY, 1e-4),
        parse_date(texts),
        parse_boolean(texts),
        parse_text(texts),
        parse_code(texts),
        parse_coded(texts, load_code_list("hazard_type")),
        parse_multi(texts, HAZARDS),
    ):
        assert len(parsed.values) == len(texts)
        assert set(parsed.problems["reason"]) <= set(REASONS)
        bad = parsed.problems["ix"].to_list()
        assert all(texts[ix] is not None for ix in bad)


@settings(max_examples=60, deadline=None)
@given(CELLS)
def test_a_cell_reads_the_same_alone_and_among_others(cells):
    texts = _texts(*cells)
    for parse in (lambda t: parse_number(t, PERSONS), parse_date, parse_text, parse_code):
        together = parse(texts).values.to_list()
        assert together == [parse(_texts(cell)).values[0] for cell in cells]


def test_reading_a_column_leaves_its_text_as_it_was():
    texts = _texts("  a ", "１２", None, "#REF!")
    for parse in (parse_text, parse_code, parse_date, lambda t: parse_number(t, PERSONS)):
        parse(texts)
        assert texts.to_list() == ["  a ", "１２", None, "#REF!"]


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs", "Cn"]), max_size=12))  # Cn: newer Unicode
def test_the_normal_form_is_one_for_words_and_columns(text):
    column = _texts(text).to_frame().select(plain_expr(pl.col("c"))).item()
    assert column == plain(text)

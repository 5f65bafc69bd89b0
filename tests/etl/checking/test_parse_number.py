"""Text -> numbers: what is taken, what is refused and for which reason, case by case."""

from __future__ import annotations

import pytest

from etl.checking.parse_number import parse_number
from etl.contract import Column
from tests.etl.checking.columns import column_of, read_one

PERSONS = Column("n", "威胁人数", "integer", unit="人", minimum=0)


MONEY = Column("m", "批复投资", "number", unit="万元", multiplier=10_000)


SHARE = Column("s", "差错率", "number", unit="%", minimum=0, maximum=100)


BARE = Column("q", "计划工程量", "number")


REFUSED = None


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
    assert read_one(parse_number(column_of(cell), PERSONS)) == (value, reason)


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
    assert read_one(parse_number(column_of(cell), column)) == (value, reason)


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
    assert read_one(parse_number(column_of(cell), column)) == (value, reason)


def test_the_captions_unit_is_applied_but_the_cells_own_unit_goes_before():
    parsed = parse_number(column_of("35000", "1亿元", "3.5万元"), MONEY, factor=1e-4)
    assert parsed.values.to_list() == [3.5, 10_000.0, 3.5]

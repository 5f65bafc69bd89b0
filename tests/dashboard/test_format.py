"""How values read."""

from __future__ import annotations

import math
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import format


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (61 / 124, "%", "49.2%"),
        (1.0, "%", "100%"),
        (0.0, "%", "0%"),
        (309, "处", "309处"),
        (37411, "人", "37,411人"),
        (152_300, "人", "15.2万人"),
        (100_000_000, "元", "1亿元"),
        (231_140_900, "元", "2.31亿元"),
        (31_350_500, "元", "3,135.1万元"),
        (9_800, "元", "9,800元"),
        (11_000, "米", "1.1万米"),
        (4487, "米", "4,487米"),
        (1.5, "平方米/人", "1.5平方米/人"),
        (None, "处", "无数据"),
        (math.nan, "%", "无数据"),
        (math.inf, "%", "无数据"),
    ],
)
def test_a_single_value_takes_the_unit_a_reader_expects(
    value: float | None, unit: str, text: str
) -> None:
    assert str(format.quantity(value, unit)) == text


@pytest.mark.parametrize(
    ("ratio", "digits"), [(0.99951, "99.9"), (0.9999999, "99.9"), (0.0004, "0.1"), (1.0, "100")]
)
def test_rounding_never_declares_a_task_finished_or_untouched(ratio: float, digits: str) -> None:
    assert format.percent_digits(ratio) == digits


def test_a_column_is_written_in_one_unit() -> None:
    scale = format.scale_for([120_000_000.0, 950_000.0, None], "元")
    written = [format.scaled(v, scale) for v in (120_000_000.0, 950_000.0, None)]
    assert (scale.suffix, written) == ("亿元", ["1.20", "0.01", "无数据"])


@pytest.mark.parametrize(
    ("change", "unit", "text"),
    [
        (3, "处", "+3处"),
        (-3, "处", "−3处"),
        (0.0, "处", "持平"),
        (0.0213, "%", "+2.1个百分点"),
        (-0.03, "%", "−3个百分点"),
        (0.0001, "%", "增加不足0.1个百分点"),
        (None, "%", "无数据"),
    ],
)
def test_a_change_carries_its_sign_and_shares_differ_by_points(
    change: float | None, unit: str, text: str
) -> None:
    assert format.signed(change, unit) == text


def test_what_is_counted_is_never_split() -> None:
    assert str(format.quantity(39.4, "户")) == "39户"
    assert str(format.difference(0.4, "户")) == "不足1户"
    assert str(format.difference(0.004, "平方米/人")) == "不足0.01平方米/人"
    assert str(format.difference(0.4, "米")) == "0.4米"


@given(st.integers(-(10**9), 10**9))
def test_a_half_is_rounded_away_from_zero(tenths: int) -> None:
    """四舍五入 of tenths to whole ones, by integers alone."""
    whole = (abs(tenths) + 5) // 10
    sign = format.MINUS if tenths < 0 and whole else ""
    assert format.grouped(tenths / 10, 0) == f"{sign}{whole:,}"


@given(st.integers(1, 9_998))
def test_a_half_tenth_of_a_percent_is_rounded_up(parts: int) -> None:
    shown = max(1, min(999, (parts + 5) // 10))
    assert format.percent_digits(parts / 10_000) == f"{shown // 10}.{shown % 10}"


def test_halves_that_a_float_or_the_even_rule_would_round_down() -> None:
    assert [format.grouped(v, d) for v, d in ((0.5, 0), (2.5, 0), (0.25, 1), (1.005, 2))] == [
        *("1", "3", "0.3", "1.01")
    ]
    assert format.percent_digits(0.2925) == "29.3"
    assert str(format.difference(0.3125 - 0.3, "%")) == "1.3个百分点"
    assert format.signed_scaled(0.0025, format.scale_for([0.5], "%")) == "+0.3"


def test_changes_in_a_column_keep_its_decimals() -> None:
    scale = format.scale_for([0.4], "%")
    assert [format.signed_scaled(v, scale) for v in (0.04, -0.021, 0.0, None)] == [
        *("+4.0", "−2.1", "持平", "—")
    ]


def test_minus_zero_is_zero() -> None:
    assert format.grouped(-0.0001, 1) == "0.0"


def test_a_week_is_named_by_number_and_days() -> None:
    assert format.week(date(2021, 3, 21)) == "2021年第11周（3月15日—3月21日）"
    assert format.week(date(2021, 1, 3)) == "2020年第53周（12月28日—1月3日）"


def test_a_day_of_another_year_names_the_year() -> None:
    assert format.short_day(date(2020, 12, 6), date(2021, 3, 21)) == "2020年12月6日"
    assert format.short_day(date(2021, 3, 7), date(2021, 3, 21)) == "3月7日"


def test_a_part_before_its_unit_is_shortened_like_a_quantity() -> None:
    assert format.before_unit(100_000_000, "元用于森林防火") == "1亿"
    assert format.before_unit(1_240, "处、完成") == "1,240"


def test_old_data_says_up_to_which_day_and_for_how_long_nothing_was_said() -> None:
    assert format.stale(date(2021, 3, 7), 2) == "数据截至3月7日，已2周未报"


def test_long_lists_say_how_many_there_are() -> None:
    assert format.listed(["甲", "乙"]) == "甲、乙"
    assert format.listed("甲乙丙丁戊") == "甲、乙、丙等5个"
    assert format.listed("甲乙丙丁戊", 2, "个区(市)") == "甲、乙等5个区(市)"


def test_build_time_is_told_in_beijing_time() -> None:
    assert format.timestamp("2021-04-25T20:02:03Z") == "2021年4月26日 04:02"
    assert format.timestamp("未知") == "未知"


def test_a_distance_is_told_in_metres_below_a_kilometre() -> None:
    assert format.distance(729.6) == "730米"
    assert format.distance(13_080) == "13.1公里"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0291, "0.0291"),
        (390.0, "390"),
        (12345.678, "12,345.678"),
        (None, "无数据"),
        (1e-7, "0.0000001"),
    ],
)
def test_a_cell_keeps_every_digit_it_was_written_with(value: float | None, text: str) -> None:
    assert format.exact(value) == text


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e12, max_value=1e12))
def test_an_exact_number_reads_back_as_itself(value: float) -> None:
    assert float(format.exact(value).replace(",", "").replace(format.MINUS, "-")) == value


def test_an_error_rate_is_printed_to_the_ten_thousandth_as_circulars_do() -> None:
    assert format.printed_rate(0.0291) == "2.91%"
    assert format.printed_rate(None) == "无数据"
    assert format.printed_gap(0.0291 - 4 / 390) == "+1.88个百分点"
    assert format.printed_gap(-0.0005) == "−0.05个百分点"

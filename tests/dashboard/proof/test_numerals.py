"""Written numbers: Arabic, Chinese and mixed."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.proof.numerals import LIMIT, parse

DIGITS = "零一二三四五六七八九"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("124", 124),
        ("1,234", 1234),
        ("4 487", 4487),
        ("1.1万", 11000),
        ("1亿", 100_000_000),
        ("1亿2000万", 120_000_000),
        ("3万5千", 35_000),
        ("2.5百万", 2_500_000),
        ("1.2万亿", 1_200_000_000_000),
        ("十", 10),
        ("十六", 16),
        ("二十", 20),
        ("一百零八", 108),
        ("三百零九", 309),
        ("两千三百", 2300),
        ("一万二千", 12_000),
        ("一亿二千万", 120_000_000),
        ("三", 3),
        ("两", 2),
        ("二〇二一", 2021),
        ("二十四点九一", Decimal("24.91")),
    ],
)
def test_a_number_is_read_exactly(text: str, value: Decimal | int) -> None:
    number = parse(text)
    assert number is not None
    assert number.value == value


@pytest.mark.parametrize("text", ["三四百", "七八", "1.2.3", "2万3亿", "1万万2亿", "", "三五"])
def test_what_is_no_single_number_is_none(text: str) -> None:
    assert parse(text) is None


def in_chinese(number: int) -> str:
    """The number as it is spoken, below ten thousand."""
    text, zero = "", False
    for worth, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // worth % 10
        if digit:
            text += ("零" if zero and text else "") + DIGITS[digit] + name
            zero = False
        else:
            zero = True
    return text


@given(st.integers(1, 9999), st.integers(0, 9999))
def test_what_is_spoken_is_read_back(tens_of_thousands: int, rest: int) -> None:
    text = in_chinese(tens_of_thousands) + "万"
    if rest:
        text += ("零" if rest < 1000 else "") + in_chinese(rest)
    number = parse(text)
    assert number is not None
    assert number.value == tens_of_thousands * 10_000 + rest


@given(st.decimals(0, LIMIT // 10**9, places=2), st.sampled_from(["", "万", "亿"]))
def test_place_and_step_are_those_of_the_digits_written(value: Decimal, scale: str) -> None:
    number = parse(f"{value}{scale}")
    assert number is not None
    worth = {"": 1, "万": 10**4, "亿": 10**8}[scale]
    assert number.value == value * worth
    assert number.place == Decimal("0.01") * worth
    assert number.value % number.step == 0
    assert number.value == 0 or number.value % (number.step * 10) != 0


@given(st.text(alphabet="0123456789.,万亿千百十零一二三两点 ", max_size=30))
def test_any_such_text_is_a_number_or_none(text: str) -> None:
    number = parse(text)
    assert number is None or (number.value >= 0 and number.place > 0 and number.step > 0)


def test_beyond_what_a_bulletin_could_mean_is_no_number() -> None:
    assert parse(f"{LIMIT - 1}") is not None
    assert parse(f"{LIMIT}") is None
    assert parse(f"{LIMIT // 10**8}.00亿") is None

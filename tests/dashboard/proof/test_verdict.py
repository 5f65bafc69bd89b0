"""The rules of rounding, each at its edges."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.proof.figures import find
from dashboard.proof.passage import Claim
from dashboard.proof.verdict import (
    AGREES,
    DIFFERS,
    OUTDATED,
    UNSURE,
    Weeks,
    agrees,
    in_unit,
    judge,
)
from dashboard.proof.wording import Slot

W10, W11 = date(2021, 3, 14), date(2021, 3, 21)
WEEKS = Weeks(W11, (W10, W11))
TREATED = Slot("treated", "numerator", "处")


def says(written: str, value: str) -> str:
    """The verdict on a written figure where the warehouse has `value` (a rate in percent)."""
    (figure,) = find(written)
    return agrees(figure, in_unit(Decimal(value), figure))[0]


@pytest.mark.parametrize(
    ("written", "value", "verdict"),
    [
        ("124处", "124", AGREES),
        ("124处", "125", DIFFERS),
        ("1.1万米", "11499", AGREES),
        ("1.1万米", "11500", DIFFERS),
        ("1.1万米", "10500", AGREES),
        ("1.1万米", "10499", DIFFERS),
        ("11049米", "11049.4", AGREES),
        ("11公里", "11000", AGREES),
        ("11公里", "11400", UNSURE),
        ("11.4公里", "11449", AGREES),
        ("1亿元", "100000000", AGREES),
        ("1亿元", "104000000", UNSURE),
        ("2亿元", "104000000", DIFFERS),
        ("95万人", "950312", UNSURE),
        ("49.2%", "49.193548", AGREES),
        ("49%", "49.193548", AGREES),
        ("50%", "49.193548", DIFFERS),
        ("100%", "100", AGREES),
        ("100%", "99.96", DIFFERS),
        ("100.0%", "99.96", DIFFERS),
        ("0%", "0.04", DIFFERS),
        ("九成", "90", AGREES),
        ("九成", "91", UNSURE),
        ("九成", "96", DIFFERS),
        ("300余名", "300", DIFFERS),
        ("300余名", "301", AGREES),
        ("300余名", "359", AGREES),
        ("300余名", "360", UNSURE),
        ("300余名", "400", DIFFERS),
        ("十余名", "19", AGREES),
        ("十余名", "20", DIFFERS),
        ("近400名", "400", DIFFERS),
        ("近400名", "399", AGREES),
        ("近400名", "361", AGREES),
        ("近400名", "350", UNSURE),
        ("近400名", "300", DIFFERS),
        ("约400名", "380", AGREES),
        ("约400名", "420", AGREES),
        ("约400名", "421", UNSURE),
        ("约400名", "451", DIFFERS),
        ("超300名", "301", AGREES),
        ("超300名", "950", UNSURE),
        ("超300名", "300", DIFFERS),
        ("不足300名", "290", AGREES),
        ("不足300名", "100", UNSURE),
        ("不足300名", "300", DIFFERS),
        ("300名以上", "300", AGREES),
        ("300名以上", "299", DIFFERS),
        ("不超过300名", "300", AGREES),
        ("不超过300名", "301", DIFFERS),
        ("90%以上", "95.3", AGREES),
        ("90%以上", "89.9", DIFFERS),
        ("约300余名", "310", UNSURE),
        ("3—5个", "4", UNSURE),
    ],
)
def test_a_written_figure_against_a_value(written: str, value: str, verdict: str) -> None:
    assert says(written, value) == verdict


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_a_plain_count_agrees_with_itself_and_nothing_else(written: int, value: int) -> None:
    assert says(f"{written}处", str(value)) == (AGREES if written == value else DIFFERS)


@given(st.integers(1, 10**6), st.integers(0, 2 * 10**6), st.sampled_from(["约", "近", "超", ""]))
def test_what_agrees_is_never_a_fifth_away(written: int, value: int, word: str) -> None:
    if says(f"{word}{written}处", str(value)) == AGREES:
        assert abs(value - written) <= max(written / 5, 10)


def claim(written: str, **more: object) -> Claim:
    """A claim that this many sites of 370212 were treated."""
    (figure,) = find(written)
    facts: dict = {"options": (TREATED,), "area": "370212", "reason": None, **more}
    return Claim(figure, **facts)


def lookup(values: dict[date, int]):
    """A warehouse of one metric."""
    return lambda slot, area, week: Decimal(values[week]) if week in values else None


def test_last_weeks_value_is_outdated_only_when_this_weeks_is_another() -> None:
    assert judge(claim("59处"), WEEKS, lookup({W10: 59, W11: 61})).verdict == OUTDATED
    assert judge(claim("59处"), WEEKS, lookup({W10: 59, W11: 59})).verdict == AGREES
    assert judge(claim("58处"), WEEKS, lookup({W10: 59, W11: 61})).verdict == DIFFERS


def test_the_expected_value_is_in_the_unit_of_the_text() -> None:
    (figure,) = find("11.2公里")
    said = judge(
        Claim(figure, (Slot("river", "numerator", "米"),), "370212", None, None),
        WEEKS,
        lookup({W11: 11000}),
    )
    assert (said.verdict, said.expected) == (DIFFERS, 11)


def test_a_day_without_data_is_not_compared() -> None:
    said = judge(claim("61处", stated=date(2021, 3, 20)), WEEKS, lookup({W11: 61}))
    assert said.verdict == UNSURE


def test_a_day_of_its_own_goes_before_the_texts() -> None:
    said = judge(claim("59处", stated=W10), WEEKS, lookup({W10: 59, W11: 61}))
    assert (said.verdict, said.as_of) == (AGREES, W10)


def test_two_metrics_of_unlike_value_leave_it_open() -> None:
    other = Slot("other", "numerator", "处")
    values = {"treated": Decimal(61), "other": Decimal(60)}
    said = judge(
        claim("61处", options=(TREATED, other)), WEEKS, lambda slot, *_: values[slot.metric]
    )
    assert said.verdict == UNSURE


def test_no_value_is_not_nought() -> None:
    assert judge(claim("0处"), WEEKS, lookup({})).verdict == UNSURE


def test_a_reason_keeps_even_a_true_figure_from_agreeing() -> None:
    said = judge(claim("61处", reason="句中有“计划”"), WEEKS, lookup({W11: 61}))
    assert (said.verdict, said.expected) == (UNSURE, None)

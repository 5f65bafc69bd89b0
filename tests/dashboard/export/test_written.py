"""Whether a written figure can stand for its value."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import format
from dashboard.export.written import stands_for

UNITS = ("处", "人", "个", "元", "米", "公里", "%", "平方米/人")
AMOUNTS = st.floats(0, 1e11) | st.integers(0, 10**9).map(float)
SHARES = st.floats(0, 1)


@pytest.mark.parametrize("unit", UNITS)
@given(data=st.data())
def test_what_the_formats_write_stands_for_its_value(unit: str, data: st.DataObject) -> None:
    value = data.draw(SHARES if unit == "%" else AMOUNTS)
    assert stands_for(str(format.quantity(value, unit)), value)
    assert stands_for(format.signed(-value, unit), -value)
    scale = format.scale_for([value], unit)
    assert stands_for(format.scaled(value, scale), value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("31.1%", 0.3105),
        ("99.9%", 0.99996),
        ("0.1%", 0.0000001),
        ("8.27万", 82700.0),
        ("−2,372万元", -23720000.0),
        ("持平", 0.0),
        ("21.5个百分点", -0.215421),
        ("89天", 89.0),
        ("50.0", 0.5),
        ("无数据", None),
        ("一致", 7.4e-06),
        ("不足0.1个百分点", 0.0001),
        ("1,073,741,824.88平方米/人", 1073741824.875),  # binary holds no more of so large a number
    ],
)
def test_texts_that_stand_for_their_values(text: str, value: float | None) -> None:
    assert stands_for(text, value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("31.2%", 0.3105),
        ("100%", 0.99996),
        ("8.28万", 82700.0),
        ("8.27", 82700.0 * 3),
        ("持平", 1.0),
        ("无数据", 3.0),
        ("263", None),
        ("264", 263.0),
        ("不足0.1个百分点", 0.02),
    ],
)
def test_texts_that_say_something_else(text: str, value: float | None) -> None:
    assert not stands_for(text, value)


@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_another_count_is_noticed(count: int, other: int) -> None:
    text = f"{count:,}处"
    scales = (1.0, 0.01, 1e4, 1e8)
    if all(abs(other / scale - count) > 0.6 for scale in scales):
        assert not stands_for(text, float(other))

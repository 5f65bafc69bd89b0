"""Cells for the browser: no digit is lost, everything can be written as JSON."""

from __future__ import annotations

import datetime as dt
import decimal
import json

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.desk.cells import cell, kind_of, page_of


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, None),
        (True, True),
        ("灾", "灾"),
        (2**53 - 1, 2**53 - 1),
        (2**53, "9007199254740992"),
        (-(2**63), "-9223372036854775808"),
        (0.1, 0.1),
        (float("nan"), "nan"),
        (float("-inf"), "-inf"),
        (decimal.Decimal("1.250"), 1.25),
        (decimal.Decimal("12345678901234567890.123"), "12345678901234567890.123"),
        (dt.date(2021, 3, 21), "2021-03-21"),
        (dt.datetime(2021, 3, 21, 8, 0), "2021-03-21 08:00:00"),
        (b"\x00\xff", "0x00ff"),
        (["a", None, dt.date(2021, 3, 21)], '["a", null, "2021-03-21"]'),
        ({"a": decimal.Decimal("0.5")}, '{"a": "0.5"}'),
    ],
)
def test_a_cell_for_the_browser(value: object, shown: object) -> None:
    assert cell(value) == shown


@given(
    st.integers(-(2**70), 2**70) | st.decimals(allow_nan=False, allow_infinity=False) | st.floats()
)
def test_a_number_is_the_same_number_in_the_browser(value: object) -> None:
    found = json.loads(json.dumps(cell(value), allow_nan=False))
    if isinstance(value, int | decimal.Decimal):
        assert decimal.Decimal(str(found) if isinstance(found, str) else repr(found)) == value


def test_a_page_is_a_part_of_the_rows() -> None:
    table = pa.table({"a": range(10), "b": [None] * 10})
    assert page_of(table, 8, 5) == [[8, None], [9, None]]
    assert page_of(table, 10, 5) == []


@pytest.mark.parametrize(
    ("kind", "type_"),
    [
        ("number", pa.int64()),
        ("number", pa.decimal128(38, 0)),
        ("date", pa.date32()),
        ("date", pa.timestamp("us", tz="Asia/Shanghai")),
        ("boolean", pa.bool_()),
        ("text", pa.list_(pa.int32())),
    ],
)
def test_kinds_of_columns(kind: str, type_: pa.DataType) -> None:
    assert kind_of(type_) == kind

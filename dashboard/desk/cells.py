"""Cells of a result as JSON can carry them to the browser without losing a digit."""

from __future__ import annotations

import datetime as dt
import decimal
import json
import math
from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from warehouse.tuples import rows_of

SAFE = 2**53 - 1
"""Beyond it a browser's number is not the integer any more."""
NUMBER, DAY, TRUTH, TEXT = "number", "date", "boolean", "text"


def kind_of(type_: pa.DataType) -> str:
    """How a column is aligned and written: number, date, boolean, text."""
    if pa.types.is_boolean(type_):
        return TRUTH
    if pa.types.is_integer(type_) or pa.types.is_floating(type_) or pa.types.is_decimal(type_):
        return NUMBER
    return DAY if pa.types.is_temporal(type_) else TEXT


def page_of(table: pa.Table, start: int, count: int) -> list[list[Any]]:
    """`count` rows from `start` on (fewer at the end): null, booleans, numbers and texts."""
    return [[cell(value) for value in row] for row in rows_of(table.slice(start, count))]


def cell(value: Any) -> Any:
    """One value for JSON; an integer too long for a browser is a text of all its digits."""
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, int):
        return value if abs(value) <= SAFE else str(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if isinstance(value, decimal.Decimal):
        near = float(value)
        is_kept = math.isfinite(near) and decimal.Decimal(repr(near)) == value
        return near if is_kept else str(value)
    return text(value)


def text(value: Any) -> str:
    """What is no number: a date as ISO 8601, bytes as hexadecimal, anything nested as JSON."""
    if isinstance(value, dt.datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, bytes):
        return f"0x{value.hex()}"
    if isinstance(value, list | Mapping):
        return json.dumps(value, ensure_ascii=False, default=text)
    return str(value)

"""An Arrow table's rows as Python's values; what Python cannot hold is told as text.

DuckDB's dates go from the year -5877641 to 5881580 and know infinity; Python's end with 9999.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyarrow as pa

INFINITY, MINUS_INFINITY, OUT_OF_RANGE = "infinity", "-infinity", "超出范围"
_ENDS = (2**31 - 1, 2**63 - 1)
"""DuckDB's infinity as a date (days) and as a timestamp."""


def rows_of(table: pa.Table) -> list[tuple[Any, ...]]:
    """The rows as tuples, not as dicts: two columns may have the same name."""
    if not table.num_columns:
        return []
    return list(zip(*(values_of(column) for column in table.columns), strict=True))


def values_of(column: pa.ChunkedArray) -> list[Any]:
    """A column's values."""
    try:
        found: list[Any] = column.to_pylist()
    except (OverflowError, ValueError):
        return list(_one_by_one(column))
    return found


def _one_by_one(column: pa.ChunkedArray) -> Iterator[Any]:
    for value in column:
        try:
            yield value.as_py()
        except (OverflowError, ValueError):
            yield _told(value)


def _told(value: pa.Scalar) -> str:
    if not isinstance(value, pa.Date32Scalar | pa.TimestampScalar):
        return OUT_OF_RANGE  # within a list or a struct
    if abs(value.value) in _ENDS:
        return INFINITY if value.value > 0 else MINUS_INFINITY
    return str(value.cast(pa.string()).as_py())

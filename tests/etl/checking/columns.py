"""Columns of a few cells for the tests of reading them."""

from __future__ import annotations

import polars as pl

from etl.checking.parse import Parsed
from etl.checking.reasons import REASONS


def reasons_of(parsed: Parsed) -> list[str]:
    assert set(parsed.problems["reason"]) <= set(REASONS)
    return parsed.problems["reason"].to_list()


def read_one(parsed: Parsed) -> tuple[object, str | None]:
    """(value, reason) of a single cell."""
    reasons = reasons_of(parsed)
    assert len(reasons) <= 1
    return parsed.values[0], reasons[0] if reasons else None


def column_of(*cells: str | None) -> pl.Series:
    return pl.Series("c", cells, dtype=pl.String)

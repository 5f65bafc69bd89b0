"""The example row of a form: what the template prints, and how a row left untouched is told.

The first row below a template's header holds each column's example. A row that still says exactly
that, column by column, is nobody's data: the loader skips it and says so. Changing one cell makes
it data, so nobody has to remove a mark.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import polars as pl

from etl.contract import Column, Contract

_NUMBERS = ("integer", "number")


def example_value(column: Column) -> object:
    """The example as it stands in a cell (date, number or text); None when there is none."""
    if column.example is None or column.personal:
        return None
    if column.type == "date":
        return dt.date.fromisoformat(column.example)
    if column.type == "integer":
        return int(column.example)
    return float(column.example) if column.type == "number" else column.example


def example_row(contract: Contract) -> dict[str, object]:
    """Column name -> example, in the contract's order; columns without one are left out."""
    values = {c.name: example_value(c) for c in contract.columns}
    return {name: value for name, value in values.items() if value is not None}


def is_example_row(contract: Contract, columns: Mapping[str, str]) -> pl.Expr:
    """True for a row that is the untouched example of the template.

    `columns`: contract column -> the frame's column that holds its text, as reading gives it.
    Columns missing in the sheet are not compared; a row needs the key columns and at least three
    equal cells to count, so that a short sheet of real data is never taken for an example.
    """
    by_name = {c.name: c for c in contract.columns}
    known = {name: text for name, text in columns.items() if name in by_name}
    filled = [name for name in known if example_value(by_name[name]) is not None]
    if len(filled) < 3 or any(key not in filled for key in contract.key):
        return pl.lit(False)
    return pl.all_horizontal(_equals_example(by_name[n], pl.col(t)) for n, t in known.items())


def _equals_example(column: Column, text: pl.Expr) -> pl.Expr:
    value = example_value(column)
    stripped = text.str.strip_chars()
    if value is None:
        return stripped.is_null() | (stripped == "")
    if column.type in _NUMBERS:
        return stripped.cast(pl.Float64, strict=False).eq(value).fill_null(value=False)
    return stripped.eq(str(value)).fill_null(value=False)

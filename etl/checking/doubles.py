"""Rows that are there twice: the same key (U1), the same name and address (U2), one point (S4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from etl.checking.parse import PROBLEM, no_problems
from etl.contract import Contract

_DEGREE = 1_000_000
"""Coordinates are compared to the sixth decimal, a tenth of a metre."""


def same_key(values: Mapping[str, pl.Series], contract: Contract, rows: pl.Series) -> pl.DataFrame:
    """Every row whose key an earlier row bears; `hint` is that row's number. Null keys are left."""
    columns = [values[name] for name in contract.key]
    return _repeats(columns, rows, "same_key", names=contract.key)


def same_name(values: Mapping[str, pl.Series], contract: Contract, rows: pl.Series) -> pl.DataFrame:
    """Every row with the name and address of an earlier row, whatever its key."""
    name = next((c.name for c in contract.columns if c.name.endswith("_name")), None)
    if name is None or "address" not in values or values["address"].null_count() == len(rows):
        return no_problems()
    return _repeats([values[name], values["address"]], rows, "same_name")


def same_point(values: Mapping[str, pl.Series], rows: pl.Series) -> pl.DataFrame:
    """Every row with exactly the coordinates of an earlier row."""
    if "longitude" not in values or "latitude" not in values:
        return no_problems()
    point = pl.DataFrame([values["longitude"], values["latitude"]]).select(
        (_micro("longitude") * (1000 * _DEGREE) + _micro("latitude")).alias("point")
    )
    return _repeats([point.to_series()], rows, "same_point")


def _micro(name: str) -> pl.Expr:
    return (pl.col(name) * _DEGREE).round().cast(pl.Int64, strict=False)


def _repeats(
    columns: Sequence[pl.Series], rows: pl.Series, reason: str, names: Sequence[str] = ()
) -> pl.DataFrame:
    """Problems for the rows that repeat an earlier one in all the columns."""
    known = columns[0].is_not_null()
    for column in columns[1:]:
        known &= column.is_not_null()
    keyed = _hashes(columns)
    in_order = keyed.filter(known).sort()  # the quickest way to see that all differ, as a rule
    again = in_order.filter(in_order == in_order.shift())
    if again.is_empty():
        return no_problems()
    known &= keyed.is_in(again.unique().implode())
    frame = pl.DataFrame([c.alias(f"k{i}") for i, c in enumerate(columns)])
    keys = frame.columns
    told = pl.concat_str(pl.col(keys).cast(pl.String), separator="、") if names else pl.lit(None)
    return (
        frame.with_columns(known.alias("known"), rows.alias("row"), told.alias("value"))
        .with_row_index("ix")
        .filter("known")
        .with_columns(
            pl.col("row").first().over(keys).alias("first_row"),
            pl.col("ix").first().over(keys).alias("first_ix"),
        )
        .filter(pl.col("ix") != pl.col("first_ix"))
        .select(
            "ix",
            pl.col("value").cast(pl.String),
            pl.lit(reason).alias("reason"),
            pl.col("first_row").cast(pl.String).alias("hint"),
        )
        .cast(PROBLEM)
    )


def _hashes(columns: Sequence[pl.Series]) -> pl.Series:
    """One number per row: equal rows have equal ones, and they are quick to compare."""
    hashes = columns[0].hash()
    for seed, column in enumerate(columns[1:], start=1):
        hashes = hashes ^ column.hash(seed)
    return hashes

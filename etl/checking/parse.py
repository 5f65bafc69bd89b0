"""Text -> typed columns, whole columns at a time.

What is written as it should be goes a fast way (one cast); only the cells that this cannot read
are looked at closely, each distinct text once. What remains unread becomes a sparse table of
problems, so that good columns cost no more than their cast.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

PROBLEM = pl.Schema({"ix": pl.UInt32, "value": pl.String, "reason": pl.String, "hint": pl.String})
"""Problems of a column: row position, cell text, reason (see reasons.py), hint for its text."""


@dataclass(frozen=True)
class Parsed:
    """A column read: typed values (null where empty or not understood) and what was wrong."""

    values: pl.Series
    problems: pl.DataFrame

    @property
    def rejected(self) -> pl.Series:
        """Positions of the cells with problems."""
        return self.problems["ix"]


_NONE = pl.DataFrame(schema=PROBLEM)


def no_problems() -> pl.DataFrame:
    """An empty table of problems."""
    return _NONE


def problems_at(places: pl.Series, values: pl.Series | None, reason: str) -> pl.DataFrame:
    """A table of problems of one kind at the given positions."""
    if values is None:
        values = pl.Series([None], dtype=pl.String).new_from_index(0, len(places))
    return pl.DataFrame({"ix": places, "value": values}).select(
        pl.col("ix").cast(pl.UInt32),
        pl.col("value").cast(pl.String),
        pl.lit(reason).alias("reason"),
        pl.lit(None, pl.String).alias("hint"),
    )


def unread(texts: pl.Series, values: pl.Series) -> pl.Series | None:
    """The cells that hold something and have no value, None when there are none."""
    if values.null_count() == texts.null_count():
        return None
    return values.is_null() & texts.is_not_null()


Closer = Callable[[pl.DataFrame], pl.DataFrame]
"""Distinct texts in column `v` -> the same rows with `value`, `reason` and `hint` beside them."""


def closer_look(
    texts: pl.Series, fast: pl.Series, todo: pl.Series | None, closer: Closer
) -> Parsed:
    """`fast`, with the cells marked in `todo` read by `closer`, each distinct text once."""
    if todo is None or not todo.any():
        return Parsed(fast, no_problems())
    places = todo.arg_true()
    cells = pl.DataFrame({"ix": places.cast(pl.UInt32), "v": texts.gather(places)})
    distinct = closer(cells.select("v").unique())
    read = cells.join(distinct, on="v", how="left", maintain_order="left")
    if len(places) == len(fast):
        values = read["value"].rename(fast.name)
    elif fast.dtype.is_nested():
        patch = pl.DataFrame({"ix": cells["ix"], "value": read["value"]})
        whole = pl.DataFrame({fast.name: fast}).with_row_index("ix")
        values = whole.update(patch.rename({"value": fast.name}), on="ix")[fast.name]
    else:
        values = fast.clone().scatter(places, read["value"])  # scatter changes its series
    problems = read.filter(pl.col("reason").is_not_null()).select(
        "ix", pl.col("v").alias("value"), "reason", "hint"
    )
    return Parsed(values, problems.cast(PROBLEM))


def by_distinct(texts: pl.Series, closer: Closer, dtype: pl.DataType) -> Parsed:
    """Every cell read by `closer`, each distinct text once: for columns with few of them."""
    distinct = closer(pl.DataFrame({"v": texts.drop_nulls().unique()}))
    if distinct.height == 0:
        values = pl.Series(texts.name, [None], dtype=dtype).new_from_index(0, len(texts))
        return Parsed(values, no_problems())
    number = texts.cast(pl.Enum(distinct["v"])).to_physical()
    values = distinct["value"].cast(dtype).gather(number).rename(texts.name)
    if distinct["reason"].null_count() == distinct.height:
        return Parsed(values, no_problems())
    bad = distinct["reason"].is_not_null().arg_true()
    places = number.is_in(bad.implode()).fill_null(value=False).arg_true()
    told = distinct[number.gather(places)]
    problems = pl.DataFrame({"ix": places, "value": told["v"]}).with_columns(
        told["reason"], told["hint"]
    )
    return Parsed(values, problems.cast(PROBLEM))


def read_reason(*cases: tuple[pl.Expr, str]) -> pl.Expr:
    """The first reason whose condition holds, null when none does."""
    chain: pl.Expr = pl.lit(None, pl.String)
    for condition, reason in reversed(cases):
        chain = pl.when(condition).then(pl.lit(reason)).otherwise(chain)
    return chain.alias("reason")


NO_HINT = pl.lit(None, pl.String).alias("hint")

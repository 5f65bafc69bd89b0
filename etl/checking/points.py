"""Longitude and latitude of one row held together (S1): exchanged, or too coarse to be a place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from etl.checking.bind import Binding
from etl.checking.cells import is_error
from etl.checking.parse import PROBLEM
from etl.checking.tell import Told
from etl.contract import Column

PAIR = ("longitude", "latitude")


def check_points(
    told: list[Told], values: Mapping[str, pl.Series], bindings: Sequence[Binding]
) -> list[Told]:
    """What was told of the cells, with what only the pair of them tells."""
    told = _unswapped(told, values)
    pair = [b for name in PAIR for b in bindings if b.column.name == name and b.number is not None]
    return [*told, *_imprecise(told, values, pair)] if len(pair) == len(PAIR) else told


def _imprecise(
    told: Sequence[Told], values: Mapping[str, pl.Series], pair: Sequence[Binding]
) -> list[Told]:
    """S1 for pairs of which both numbers have fewer decimals than their columns want.

    Told by the values: 120.500 typed into Excel arrives as 120.5, whatever was meant; that both
    numbers of a precise pair end in zeros is rare.
    """
    frame = pl.DataFrame([values[b.column.name] for b in pair])
    coarse = pl.all_horizontal(_is_coarse(b.column) for b in pair)
    places = frame.select(coarse.fill_null(value=False)).to_series().arg_true()
    wrong = [t.problems.filter(is_error())["ix"] for t in told if t.column.name in PAIR]
    if wrong:
        places = places.filter(~places.is_in(pl.concat(wrong).implode()))
    if places.is_empty():
        return []
    shown = [pl.col(b.column.name).cast(pl.String).str.strip_suffix(".0") for b in pair]
    problems = (
        frame.select(pl.all().gather(places))
        .select(
            places.cast(pl.UInt32).alias("ix"),
            shown[0].alias("value"),
            pl.lit("imprecise").alias("reason"),
            shown[1].alias("hint"),
        )
        .cast(PROBLEM)
    )
    lon = pair[0]
    return [Told(lon.column, lon.number, lon.column.title, problems)]


def _is_coarse(column: Column) -> pl.Expr:
    if column.least_decimals is None:
        return pl.lit(value=False)
    value = pl.col(column.name)
    return value.round(column.least_decimals - 1) == value


def _unswapped(told: list[Told], values: Mapping[str, pl.Series]) -> list[Told]:
    """S1 for longitude and latitude of one row, both outside but right when exchanged, as one."""
    pair = {t.column.name: t for t in told if t.column.name in ("longitude", "latitude")}
    if len(pair) < 2:
        return told
    lon, lat = pair["longitude"], pair["latitude"]
    outside = [_outside(part) for part in (lon, lat)]
    both = outside[0].join(outside[1], on="ix", suffix="_lat")
    places = both["ix"]
    x, y = (values[n].gather(places) for n in ("longitude", "latitude"))
    is_swapped = _within(y, lon.column) & _within(x, lat.column)
    swapped = both.filter(is_swapped.fill_null(value=False))
    if swapped.is_empty():
        return told
    problem = swapped.select(
        "ix", "value", pl.lit("swapped").alias("reason"), pl.col("value_lat").alias("hint")
    ).cast(PROBLEM)
    kept = [
        Told(t.column, t.number, t.title, _without(t.problems, swapped["ix"]))
        if t in (lon, lat)
        else t
        for t in told
    ]
    return [*kept, Told(lon.column, lon.number, lon.title, problem)]


def _outside(part: Told) -> pl.DataFrame:
    return part.problems.filter(pl.col("reason") == "outside").select("ix", "value")


def _within(values: pl.Series, column: Column) -> pl.Series:
    low = float("-inf") if column.minimum is None else column.minimum
    high = float("inf") if column.maximum is None else column.maximum
    return values.is_between(low, high)


def _without(problems: pl.DataFrame, places: pl.Series) -> pl.DataFrame:
    """The problems but for those outside the range at the given positions."""
    gone = pl.col("ix").is_in(places.implode()) & (pl.col("reason") == "outside")
    return problems.filter(~gone)

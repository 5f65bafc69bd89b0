"""Moments as calamine prints them -> ISO text; empty texts -> null."""

from __future__ import annotations

import polars as pl

_MOMENT = r"^\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d"
_FRACTION = _MOMENT + r"\.\d+$"
_BEYOND = r"^\+(\d+)-(\d\d)-(\d\d) 00:00:00$"  # later than 9999-12-31: Excel shows ####
_DURATION = r"^PT(\d+)H(\d\d)M(\d\d)(?:\.\d+)?S$"
# The day before serial 1: what calamine puts before a cell that holds a time only.
_DAY_ZERO = {1900: "1899-12-31", 1904: "1904-01-01"}


def moments_as_iso(frame: pl.DataFrame, epoch: int) -> pl.DataFrame:
    """`YYYY-MM-DD`, `YYYY-MM-DD HH:MM:SS` or `HH:MM:SS` for cells that calamine took for moments.

    Fractions of a second are rounding errors of Excel's and are rounded away. A text cell that
    looks exactly like such a moment loses its `00:00:00` too: it means the same.
    """
    names = frame.columns[1:]
    if not names:
        return frame
    frame = frame.with_columns(pl.col(names).replace("", None))
    dated = _columns_with(frame, names, _MOMENT, 19)
    spans = _columns_with(frame, names, _DURATION, 11)
    beyond = _columns_with(frame, names, _BEYOND, 21)
    frame = frame.with_columns(_serial(name, epoch) for name in beyond)
    return frame.with_columns(
        *(pl.col(name).str.replace(_DURATION, "$1:$2:$3") for name in spans),
        *(_iso(frame, name, _DAY_ZERO[epoch]) for name in dated),
    )


def _columns_with(frame: pl.DataFrame, names: list[str], pattern: str, length: int) -> list[str]:
    """The columns in which a text of at least that length matches; the length spares the rest."""
    long_enough = frame.select((pl.col(names).str.len_bytes() >= length).any()).row(0)
    names = [name for name, some in zip(names, long_enough, strict=True) if some]
    if not names:
        return []
    matching = frame.select(pl.col(names).str.contains(pattern).any()).row(0)
    return [name for name, some in zip(names, matching, strict=True) if some]


def _iso(frame: pl.DataFrame, name: str, day_zero: str) -> pl.Expr:
    text = pl.col(name)
    if frame[name].str.contains(_FRACTION).any():
        moment = text.str.replace("T", " ").str.to_datetime("%Y-%m-%d %H:%M:%S%.f", strict=False)
        rounded = moment.dt.round("1s").dt.strftime("%Y-%m-%d %H:%M:%S")
        text = (
            pl.when(text.str.contains(_FRACTION)).then(pl.coalesce(rounded, text)).otherwise(text)
        )
    is_moment = text.str.contains(_MOMENT + "$")
    is_time = is_moment & text.str.starts_with(day_zero)
    is_date = is_moment & text.str.ends_with("00:00:00")
    return (
        pl.when(is_time)
        .then(text.str.slice(11))
        .when(is_date)
        .then(text.str.slice(0, 10))
        .when(is_moment)
        .then(text.str.slice(0, 10) + " " + text.str.slice(11))
        .otherwise(text)
        .alias(name)
    )


def _serial(name: str, epoch: int) -> pl.Expr:
    """A whole number that stands in a date format by mistake, from the date calamine made of it.

    Days of the proleptic Gregorian calendar; 25,569 is the serial of 1970-01-01.
    """
    text = pl.col(name)
    year, month, day = (text.str.extract(_BEYOND, part).cast(pl.Int64) for part in (1, 2, 3))
    year = year - (month <= 2).cast(pl.Int64)
    of_era = year % 400
    of_year = (153 * ((month + 9) % 12) + 2) // 5 + day - 1
    days = year // 400 * 146_097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year - 719_468
    serial = days + 25_569 - (1_462 if epoch == 1904 else 0)
    return pl.coalesce(serial.cast(pl.String), text).alias(name)

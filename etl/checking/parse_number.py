"""Text -> numbers: thousands separators, full-width digits, units and 万/亿 behind the number.

What is not one definite number (约300, 2~3, ≥5, 300余, parentheses) is refused with its reason.
"""

from __future__ import annotations

import math
from functools import cache

import polars as pl

from etl.checking.measure import is_money, suffix_factors
from etl.checking.normal import EMPTY_WORDS, ERROR_CELLS, plain_expr
from etl.checking.parse import Parsed, closer_look, problems_at, read_reason, unread
from etl.contract import Column

_DIGITS = r"(?:[0-9][0-9,]*(?:\.[0-9]*)?|\.[0-9]+)"
_NUMBER = rf"^([+-]?)({_DIGITS})(?:e([+-]?[0-9]+))?(.*)$"
_GROUPED = r"^[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]*)?$"
_APART = r"[0-9]\s+[0-9]"
_APART_BY_THREE = r"^\s*[+-]?[0-9]{1,3}(?:\s[0-9]{3})+(?:\.[0-9]*)?\D*$"
_RANGE = rf"^{_DIGITS}[^0-9,.~-]{{0,3}}(?:~|～|〜|-|–|—|―|至|到)+{_DIGITS}"
_ABOUT = (
    r"^(?:约|大约|大概|近|将近|超|超过|不足|不到|至少|至多|最多|最少|≥|≤|>|<|=|≈|≦|≧|±)"
    r"|(?:余|多|左右|上下|以上|以下|以内|许|\+$|不等)"
)
_PARENTHESES = rf"^\({_DIGITS}.*\)$"
_CURRENCY = r"^([+-]?)(?:¥|rmb|cny|人民币)"
"""What spreadsheets and accountants put before a sum (in the form of `plain`)."""
_LARGEST_EXACT = 2**53
_DUST = 9
"""Decimals kept of a converted cell: 3.3 公里 is 3300 米, not 3299.9999999995."""


def parse_number(texts: pl.Series, column: Column, factor: float = 1) -> Parsed:
    """Numbers in the contract's unit (not yet times `multiplier`), Int64 or Float64, range checked.

    `factor` converts from the unit that the caption names; unreadable cells are null.
    """
    if column.type == "integer" and factor == 1:
        fast = texts.cast(pl.Int64, strict=False)
        todo = unread(texts, fast)
    else:
        fast, todo = _fast_float(texts, factor, is_whole=column.type == "integer")
    parsed = closer_look(texts, fast, todo, lambda cells: _close_number(cells, column, factor))
    beyond = _out_of_range(texts, parsed.values, column)
    return Parsed(
        parsed.values, pl.concat([parsed.problems, *beyond]) if beyond else parsed.problems
    )


def _fast_float(
    texts: pl.Series, factor: float, is_whole: bool
) -> tuple[pl.Series, pl.Series | None]:
    """(what one cast reads, cells to look at closely)."""
    fast = texts.cast(pl.Float64, strict=False)
    if not math.isfinite(fast.sum() or 0):  # somebody wrote inf or nan
        fast = fast.set(~fast.is_finite(), None)
    todo = unread(texts, fast)
    if factor != 1:
        fast = (fast * factor).round(_DUST)
    if is_whole:
        broken = (fast != fast.round()).fill_null(value=False)
        todo = broken if todo is None else todo | broken
        fast = fast.cast(pl.Int64, strict=False)
    return fast, todo


def _close_number(cells: pl.DataFrame, column: Column, factor: float) -> pl.DataFrame:
    parts, number, refusal, answer = _expressions(column.unit, column.type == "integer", factor)
    read = cells.with_columns(parts).unnest("parts").with_columns(number).with_columns(refusal)
    return read.select(answer)


@cache
def _expressions(
    unit: str | None, is_whole: bool, factor: float
) -> tuple[list[pl.Expr], pl.Expr, pl.Expr, list[pl.Expr]]:
    """How distinct cells are taken apart, read, refused and answered; made once per kind."""
    factors = {word: float(scale) for word, scale in suffix_factors(unit).items()}
    own_unit = [word for word, scale in factors.items() if scale == 1]
    word = plain_expr(pl.col("v")).str.replace_all(r"[−﹣]", "-")
    if is_money(unit):
        word = word.str.replace(_CURRENCY, "$1")
    names = ["sign", "digits", "power", "suffix"]
    parts = [
        word.alias("word"),
        word.str.extract_groups(_NUMBER).struct.rename_fields(names).alias("parts"),
    ]
    is_good = pl.col("reason").is_null()
    is_converted = is_good & ~pl.col("suffix").is_in(["", *own_unit])
    printed = pl.col("number").cast(pl.String).str.replace(r"\.0$", "")
    value = pl.when(is_good).then("number")
    answer = [
        pl.col("v"),
        value.cast(pl.Int64 if is_whole else pl.Float64, strict=False).alias("value"),
        pl.when(is_converted).then(pl.lit("converted")).otherwise("reason").alias("reason"),
        pl.when(is_converted).then(printed).alias("hint"),
    ]
    number = _number_expr(factors, factor).alias("number")
    return parts, number, _refusal(factors, is_whole).alias("reason"), answer


def _number_expr(factors: dict[str, float], factor: float) -> pl.Expr:
    """The number in the contract's unit, from `sign`, `digits`, `power`, `suffix`."""
    number = pl.concat_str(
        pl.col("sign").fill_null(""),
        pl.col("digits").str.replace_all(",", ""),
        pl.lit("e"),
        pl.col("power").fill_null("0"),
    ).cast(pl.Float64, strict=False)
    scale = pl.col("suffix").replace_strict(
        list(factors), list(factors.values()), default=factor, return_dtype=pl.Float64
    )
    return pl.when(scale == 1).then(number).otherwise((number * scale).round(_DUST))


def _refusal(factors: dict[str, float], is_whole: bool) -> pl.Expr:
    """Why the text is not a number, null when it is one or is empty."""
    word, digits, number = pl.col("word"), pl.col("digits"), pl.col("number")
    narrow = pl.col("v").str.normalize("NFKC")
    two_numbers = narrow.str.contains(_APART) & ~narrow.str.contains(_APART_BY_THREE)
    return read_reason(
        (word.is_in(EMPTY_WORDS), ""),
        (word.str.contains(ERROR_CELLS), "error_cell"),
        (word.str.contains(_PARENTHESES), "parentheses"),
        (word.str.contains(_RANGE), "range"),
        (word.str.contains(_ABOUT) & word.str.contains("[0-9]"), "approximate"),
        (digits.is_null() | two_numbers, "number"),
        (digits.str.contains(",") & ~digits.str.contains(_GROUPED), "thousands"),
        (~pl.col("suffix").is_in(["", *factors]), "suffix"),
        (number.is_null() | ~number.is_finite(), "too_large"),
        (pl.lit(is_whole) & (number != number.round()), "fraction"),
        (pl.lit(is_whole) & (number.abs() > _LARGEST_EXACT), "too_large"),
    ).replace("", None)


def _out_of_range(texts: pl.Series, values: pl.Series, column: Column) -> list[pl.DataFrame]:
    """Cells beyond the contract's minimum or maximum (in the unit that the form shows)."""
    is_place = column.range_rule == "S1"
    low, high = values.min(), values.max()
    found = []
    if column.minimum is not None and isinstance(low, (int, float)) and low < column.minimum:
        found.append((values < column.minimum, "outside" if is_place else "minimum"))
    if column.maximum is not None and isinstance(high, (int, float)) and high > column.maximum:
        found.append((values > column.maximum, "outside" if is_place else "maximum"))
    return [
        problems_at(places := beyond.arg_true(), texts.gather(places), reason)
        for beyond, reason in found
    ]

"""Text -> numbers: thousands separators, full-width digits, units and 万/亿 behind the number.

What is not one definite number (约300, 2~3, ≥5, 300余, parentheses) is refused with its reason.
"""

from __future__ import annotations

import polars as pl

from etl.contract import Column
from etl.measure import suffix_factors
from etl.normal import EMPTY_WORDS, ERROR_CELLS, plain_expr
from etl.parse import PROBLEM, Parsed, closer_look, no_problems, read_reason

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
_LARGEST_EXACT = 2**53
_DUST = 9
"""Decimals kept of a converted cell: 3.3 公里 is 3300 米, not 3299.9999999995."""


def parse_number(texts: pl.Series, column: Column, factor: float = 1) -> Parsed:
    """Numbers in the contract's unit (not yet times `multiplier`), Int64 or Float64, range checked.

    `factor` converts from the unit that the caption names; unreadable cells are null.
    """
    if column.type == "integer" and factor == 1:
        fast = texts.cast(pl.Int64, strict=False)
        todo = fast.is_null() & texts.is_not_null()
    else:
        fast, todo = _fast_float(texts, factor, is_whole=column.type == "integer")
    parsed = closer_look(texts, fast, todo, lambda cells: _close_number(cells, column, factor))
    return Parsed(parsed.values, pl.concat([parsed.problems, _out_of_range(texts, parsed, column)]))


def _fast_float(texts: pl.Series, factor: float, is_whole: bool) -> tuple[pl.Series, pl.Series]:
    """(what one cast reads, cells to look at closely)."""
    fast = texts.cast(pl.Float64, strict=False)
    fast = fast.set(~fast.is_finite(), None)
    todo = fast.is_null() & texts.is_not_null()
    if factor != 1:
        fast = (fast * factor).round(_DUST)
    if is_whole:
        todo = todo | (fast != fast.round()).fill_null(False)
        fast = fast.cast(pl.Int64, strict=False)
    return fast, todo


def _close_number(cells: pl.DataFrame, column: Column, factor: float) -> pl.DataFrame:
    factors = {word: float(scale) for word, scale in suffix_factors(column.unit).items()}
    own_unit = [word for word, scale in factors.items() if scale == 1]
    is_whole = column.type == "integer"
    parts = (
        cells.with_columns(plain_expr(pl.col("v")).str.replace_all(r"[−﹣]", "-").alias("word"))
        .with_columns(pl.col("word").str.extract_groups(_NUMBER).alias("parts"))
        .with_columns(pl.col("parts").struct.rename_fields(["sign", "digits", "power", "suffix"]))
        .unnest("parts")
        .with_columns(_number_expr(factors, factor).alias("number"))
        .with_columns(_refusal(factors, is_whole).alias("reason"))
    )
    is_good = pl.col("reason").is_null()
    is_converted = is_good & ~pl.col("suffix").is_in(["", *own_unit])
    number = pl.when(is_good).then("number")
    printed = pl.col("number").cast(pl.String).str.replace(r"\.0$", "")
    return parts.select(
        "v",
        number.cast(pl.Int64 if is_whole else pl.Float64, strict=False).alias("value"),
        pl.when(is_converted).then(pl.lit("converted")).otherwise("reason").alias("reason"),
        pl.when(is_converted).then(printed).alias("hint"),
    )


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


def _out_of_range(texts: pl.Series, parsed: Parsed, column: Column) -> pl.DataFrame:
    """Cells beyond the contract's minimum or maximum (in the unit that the form shows)."""
    reason = "outside" if column.range_rule == "S1" else None
    found = [no_problems()]
    for limit, is_upper in ((column.minimum, False), (column.maximum, True)):
        if limit is None:
            continue
        beyond = parsed.values > limit if is_upper else parsed.values < limit
        places = beyond.fill_null(value=False).arg_true()
        found.append(
            pl.DataFrame({"ix": places, "value": texts.gather(places)})
            .with_columns(
                pl.lit(reason or ("maximum" if is_upper else "minimum")).alias("reason"),
                pl.lit(None, pl.String).alias("hint"),
            )
            .cast(PROBLEM)
        )
    return pl.concat(found)

"""Free text and codes: blanks tidied, signs for nothing emptied, personal numbers taken out."""

from __future__ import annotations

from functools import cache

import polars as pl

from etl.checking.normal import DITTO_WORDS, EMPTY_WORDS, ERROR_CELLS, plain_expr, tidy_expr
from etl.checking.parse import Parsed, closer_look, read_reason
from etl.personal import SUSPECT, personal_kinds

_ODD_TEXT = (
    r"[\x00-\x1f\x7f-\xa0\u00ad\u2000-\u200f\u2028-\u202f\u2060-\u2064\u3000\ufeff０-９]"
    r"|^[ #—–―－/\\无暂空同〃″\"-]|^$| $"
    rf"|{SUSPECT}"
)
"""Texts that need a closer look: odd blanks, signs for nothing, error cells, personal numbers."""

_ODD_CODE = r"[^0-9A-Za-z_]|^$|^1[3-9][0-9]{9}$|^[0-9]{17}[0-9Xx]$"
SCIENTIFIC = r"^[0-9](?:\.[0-9]+)?[eE]\+?[0-9]+$"
_LETTERED = r"^[A-Za-z][0-9A-Za-z_-]*$"


def parse_text(texts: pl.Series) -> Parsed:
    """Free text: blanks tidied, signs for nothing emptied, personal numbers taken out (P1)."""
    todo = texts.str.contains(_ODD_TEXT)
    return closer_look(texts, texts, todo, _close_text)


def _close_text(cells: pl.DataFrame) -> pl.DataFrame:
    return _without_personal(cells.with_columns(_text_expressions()))


def _without_personal(cells: pl.DataFrame) -> pl.DataFrame:
    """Cells read (`v`, `value`, `reason`) with personal numbers taken out, and `hint`: their kind.

    A code that begins with a letter has its digits from its own scheme.
    """
    return (
        cells.with_columns(personal_kinds(cells["v"]).alias("hint"))
        .with_columns(
            pl.when(pl.col("v").str.contains(_LETTERED)).then(None).otherwise("hint").alias("hint")
        )
        .with_columns(
            pl.when(pl.col("hint").is_null()).then("value").alias("value"),
            pl.when(pl.col("hint").is_not_null())
            .then(pl.lit("personal"))
            .otherwise("reason")
            .alias("reason"),
        )
    )


@cache
def _text_expressions() -> list[pl.Expr]:
    cell = pl.col("v")
    word = plain_expr(cell)
    error = word.str.contains(ERROR_CELLS)
    ditto = word.is_in(DITTO_WORDS)
    is_empty = error | ditto | word.is_in(EMPTY_WORDS)
    return [
        pl.when(is_empty).then(None).otherwise(tidy_expr(cell)).alias("value"),
        read_reason((error, "error_cell"), (ditto, "ditto")),
    ]


def parse_code(texts: pl.Series) -> Parsed:
    """A code kept as text: full width narrowed, blanks gone, `.0` of number cells repaired,
    personal numbers taken out (P1)."""
    todo = texts.str.contains(_ODD_CODE)
    return closer_look(texts, texts, todo, _close_code)


def code_form(text: pl.Expr) -> pl.Expr:
    """The normal form of a code: what Excel, CSV exports and input methods did to it undone."""
    return (
        text.str.normalize("NFKC")
        .str.replace_all(
            r"[\s\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202f\u2060-\u2064\ufeff]", ""
        )
        .str.replace(r'^="(.*)"$', "$1")
        .str.replace(r"^['’‘](.+)$", "$1")
        .str.replace(r"^([0-9]+)\.0+$", "$1")
    )


def exact_scientific(code: pl.Expr) -> pl.Expr:
    """`3.70212001001E+11` written out when no digit is lost, else null."""
    digits = code.str.extract(r"^([0-9](?:\.[0-9]+)?)[eE]").str.replace(r"\.", "")
    power = code.str.extract(r"[eE]\+?([0-9]+)$").cast(pl.Int64, strict=False)
    return pl.when(digits.str.len_chars() == power + 1).then(digits)


def _close_code(cells: pl.DataFrame) -> pl.DataFrame:
    return _without_personal(cells.with_columns(_code_expressions()))


@cache
def _code_expressions() -> list[pl.Expr]:
    code = code_form(pl.col("v"))
    scientific = code.str.contains(SCIENTIFIC)
    error = code.str.contains(ERROR_CELLS)
    empty = code.str.to_lowercase().is_in(EMPTY_WORDS)
    exact = exact_scientific(code)
    ditto = code.is_in(DITTO_WORDS)
    value = pl.when(error | empty | ditto).then(None).when(scientific).then(exact).otherwise(code)
    reason = read_reason(
        (error, "error_cell"), (ditto, "ditto"), (scientific & exact.is_null(), "long_code")
    )
    return [value.alias("value"), reason]

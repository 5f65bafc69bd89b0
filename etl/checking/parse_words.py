"""Words of a list: yes and no, the words of a code list, several of them in one cell."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

import polars as pl

from etl.checking.normal import EMPTY_WORDS, ERROR_CELLS, plain, plain_expr
from etl.checking.parse import NO_HINT, Parsed, by_distinct, read_reason
from etl.codes import CodeList
from etl.contract import Column

TRUE_WORDS = ("是", "有", "√", "✓", "✔", "y", "yes", "1", "true", "t", "对", "已")
FALSE_WORDS = ("否", "无", "×", "✗", "✘", "x", "n", "no", "0", "false", "f", "没有", "未", "不是")
_BOOLEAN_EMPTY = tuple(word for word in EMPTY_WORDS if word not in FALSE_WORDS)
_SLASH = "/"
"""Separates words wherever no word of the list holds one."""


def parse_boolean(texts: pl.Series) -> Parsed:
    """是/否, 有/无, √/×, Y/N, 1/0, true/false."""
    return by_distinct(texts, _close_boolean, pl.Boolean())


def _close_boolean(cells: pl.DataFrame) -> pl.DataFrame:
    return cells.with_columns(_boolean_expressions())


@cache
def _boolean_expressions() -> list[pl.Expr]:
    word = plain_expr(pl.col("v")).str.replace(r"^([01])\.0+$", "$1")
    true, false = word.is_in(TRUE_WORDS), word.is_in(FALSE_WORDS)
    error = word.str.contains(ERROR_CELLS)
    empty = word.is_in(_BOOLEAN_EMPTY)
    reason = read_reason((error, "error_cell"), (~(true | false | empty), "boolean"))
    return [pl.when(true | false).then(true).alias("value"), reason, NO_HINT]


def parse_coded(texts: pl.Series, codes: CodeList) -> Parsed:
    """A word of a code list -> its code; blanks, width and case do not matter."""
    expressions = _coded_expressions(codes)
    return by_distinct(texts, lambda cells: cells.with_columns(expressions), pl.String())


@cache
def _coded_expressions(codes: CodeList) -> list[pl.Expr]:
    word = plain_expr(pl.col("v"))
    words = codes.plain_code_of
    code = word.replace_strict(
        list(words), list(words.values()), default=None, return_dtype=pl.String
    )
    is_known = code.is_not_null() | word.is_in(EMPTY_WORDS)
    error = word.str.contains(ERROR_CELLS)
    reason = read_reason((is_known, ""), (error, "error_cell"), (pl.lit(True), "code_list"))
    return [code.alias("value"), reason.replace("", None), NO_HINT]


def parse_multi(texts: pl.Series, column: Column, mapped: Iterable[tuple[str, str]] = ()) -> Parsed:
    """Several words in one cell -> list of codes in the order of the code list, each once.

    The whole cell is tried first: a word of the list may contain a separator. `mapped`: words of a
    layout and the words they stand for, an empty one for none.
    """
    codes = column.code_list
    words = dict(codes.plain_code_of) if codes else {}
    words |= {plain(word): words.get(plain(meant), "") for word, meant in mapped}
    order = [code for code, _ in codes.titles] if codes else []
    separators = {plain(s) for s in column.separators}
    if words and not any(_SLASH in word for word in words):
        separators.add(_SLASH)

    def close(cells: pl.DataFrame) -> pl.DataFrame:
        read = [_split_words(text, words, order, separators, bool(codes)) for text in cells["v"]]
        return pl.DataFrame(
            {
                "v": cells["v"],
                "value": pl.Series([r[0] for r in read], dtype=pl.List(pl.String)),
                "reason": pl.Series([r[1] for r in read], dtype=pl.String),
                "hint": pl.Series([r[2] for r in read], dtype=pl.String),
            }
        )

    return by_distinct(texts, close, pl.List(pl.String))


def _split_words(
    text: str, words: dict[str, str], order: list[str], separators: set[str], is_coded: bool
) -> tuple[list[str] | None, str | None, str | None]:
    """(codes, reason, the word that is not in the list) of one distinct cell."""
    whole = plain(text)
    if re.match(ERROR_CELLS, whole):
        return None, "error_cell", None
    if words.get(whole):
        return [words[whole]], None, None
    if whole in EMPTY_WORDS:
        return None, None, None
    parts = [whole]
    for separator in separators:
        parts = [piece for part in parts for piece in part.split(separator)]
    parts = [part for part in parts if part]
    if not is_coded:
        return list(dict.fromkeys(parts)), None, None
    if unknown := [part for part in parts if part not in words]:
        return None, "code_list", "、".join(unknown)
    found = {words[part] for part in parts}
    return [code for code in order if code in found], None, None

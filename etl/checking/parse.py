"""Text -> typed columns, whole columns at a time.

What is written as it should be goes a fast way (one cast); only the cells that this cannot read
are looked at closely, each distinct text once. What remains unread becomes a sparse table of
problems, so that good columns cost no more than their cast.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

import polars as pl

from etl.checking.normal import DITTO_WORDS, EMPTY_WORDS, ERROR_CELLS, plain, plain_expr, tidy_expr
from etl.codes import CodeList
from etl.contract import Column
from etl.personal import SUSPECT, personal_kinds

PROBLEM = pl.Schema({"ix": pl.UInt32, "value": pl.String, "reason": pl.String, "hint": pl.String})
"""Problems of a column: row position, cell text, reason (see reasons.py), hint for its text."""

TRUE_WORDS = ("是", "有", "√", "✓", "✔", "y", "yes", "1", "true", "t", "对", "已")
FALSE_WORDS = ("否", "无", "×", "✗", "✘", "x", "n", "no", "0", "false", "f", "没有", "未", "不是")
_BOOLEAN_EMPTY = tuple(word for word in EMPTY_WORDS if word not in FALSE_WORDS)

_ODD_TEXT = (
    r"[\x00-\x1f\x7f-\xa0\u00ad\u2000-\u200f\u2028-\u202f\u2060-\u2064\u3000\ufeff０-９]"
    r"|^[ #—–―－/\\无暂空同〃″\"-]|^$| $"
    rf"|{SUSPECT}"
)
"""Texts that need a closer look: odd blanks, signs for nothing, error cells, personal numbers."""

_ODD_CODE = r"[^0-9A-Za-z_]|^$|^1[3-9][0-9]{9}$|^[0-9]{17}[0-9Xx]$"
_SCIENTIFIC = r"^[0-9](?:\.[0-9]+)?[eE]\+?[0-9]+$"
_SLASH = "/"
"""Separates words wherever no word of the list holds one."""
_LETTERED = r"^[A-Za-z][0-9A-Za-z_-]*$"


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
    scientific = code.str.contains(_SCIENTIFIC)
    error = code.str.contains(ERROR_CELLS)
    empty = code.str.to_lowercase().is_in(EMPTY_WORDS)
    exact = exact_scientific(code)
    ditto = code.is_in(DITTO_WORDS)
    value = pl.when(error | empty | ditto).then(None).when(scientific).then(exact).otherwise(code)
    reason = read_reason(
        (error, "error_cell"), (ditto, "ditto"), (scientific & exact.is_null(), "long_code")
    )
    return [value.alias("value"), reason]


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

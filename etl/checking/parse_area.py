"""Text -> division codes: codes in whatever form, and names, resolved against the register."""

from __future__ import annotations

from datetime import date
from functools import cache

import polars as pl

from etl.checking.areas import AreaRegister, is_under, level_of, normal_code
from etl.checking.normal import EMPTY_WORDS, ERROR_CELLS, plain
from etl.checking.parse import NO_HINT, Parsed, by_distinct, read_reason
from etl.checking.parse_text import SCIENTIFIC, code_form, exact_scientific
from etl.codes import load_code_list
from etl.contract import Column


def parse_area_key(texts: pl.Series) -> Parsed:
    """The register's own key: normal form only, no look-up."""
    parts, own_reason = _expressions()
    unread = (pl.col("value").is_null(), "bad_area")
    answer = [own_reason.fill_null(read_reason(unread)).replace("", None), NO_HINT]

    def close(cells: pl.DataFrame) -> pl.DataFrame:
        return cells.with_columns(parts).with_columns(answer)

    return by_distinct(texts, close, pl.String())


def parse_area(
    texts: pl.Series,
    column: Column,
    register: AreaRegister,
    unit_area: str | None,
    as_of: date | None = None,
) -> Parsed:
    """Codes and names resolved; a reason of level confirm (待认领) keeps the code if there is one.

    `unit_area`: area of the reporting unit, None when it is not known (then nothing is foreign).
    `as_of`: the day on which codes must be in use, None when it is not known.
    """
    parts, own_reason = _expressions()

    def close(cells: pl.DataFrame) -> pl.DataFrame:
        read = cells.with_columns(parts)
        resolved = [
            _resolve(code, plain(text), column, register, unit_area, as_of)
            for code, text in read.select("value", "v").iter_rows()
        ]
        return read.with_columns(
            pl.Series("value", [code for code, _, _ in resolved], pl.String),
            pl.Series("found", [reason for _, reason, _ in resolved], pl.String),
            pl.Series("hint", [hint for _, _, hint in resolved], pl.String),
        ).with_columns(own_reason.fill_null(pl.col("found")).replace("", None))

    return by_distinct(texts, close, pl.String())


@cache
def _expressions() -> tuple[list[pl.Expr], pl.Expr]:
    """`v` -> `value` (code in normal form or null) and signs; the reason that follows from them."""
    code = code_form(pl.col("v"))
    scientific = code.str.contains(SCIENTIFIC)
    exact = exact_scientific(code)
    parts = [
        normal_code(pl.coalesce(exact, code)).alias("value"),
        code.str.to_lowercase().is_in(EMPTY_WORDS).alias("is_empty"),
        code.str.contains(ERROR_CELLS).alias("is_error"),
        (scientific & exact.is_null()).alias("is_lost"),
    ]
    reason = read_reason(
        (pl.col("is_empty"), ""),
        (pl.col("is_error"), "error_cell"),
        (pl.col("is_lost"), "long_code"),
    )
    return parts, reason


def _resolve(
    code: str | None,
    word: str,
    column: Column,
    register: AreaRegister,
    unit_area: str | None,
    as_of: date | None,
) -> tuple[str | None, str | None, str | None]:
    """(code, reason, hint) of one distinct text that is neither empty nor an error cell."""
    if code is None:
        if word in EMPTY_WORDS:
            return None, None, None
        code, reason = _by_name(word, register, unit_area, as_of)
        if code is None:
            return None, reason, None
    if column.area_levels and level_of(code) not in column.area_levels:
        is_kept = column.unclaimed_when_missing
        return code, "coarse_area" if is_kept else "area_level", _level_title(level_of(code))
    if code not in register.codes and not _is_uncheckable(code, register):
        return code, "unknown_area", None
    if outside := register.outside(code, as_of):
        return code, *outside
    if unit_area is not None and not is_under(code, unit_area):
        return code, "foreign_area", None
    return code, None, None


def _is_uncheckable(code: str, register: AreaRegister) -> bool:
    return not register.has_streets and code[:6] in register.districts


def _by_name(
    word: str, register: AreaRegister, unit_area: str | None, as_of: date | None
) -> tuple[str | None, str | None]:
    """(code, None) of a name, or (None, reason): names of the unit's own area go first, and of
    those the ones that are in use on the day."""
    codes = register.names.get(word, frozenset())
    if not codes and (tail := word.partition("省")[2]):
        codes = register.names.get(tail, frozenset())
    own = [code for code in codes if unit_area is None or is_under(code, unit_area)]
    chosen = own or list(codes)
    chosen = [code for code in chosen if register.outside(code, as_of) is None] or chosen
    if len(chosen) == 1:
        return chosen[0], None
    if chosen:
        return None, "ambiguous_area"
    return None, "unknown_area" if any("\u4e00" <= c <= "\u9fff" for c in word) else "bad_area"


def _level_title(level: str | None) -> str:
    return load_code_list("area_level").title_of.get(level or "", "上级区划")

"""Text -> dates: the ways offices write a day, and the ways that cannot be one day.

Taken: 2021-03-22, 2021年3月22日, 2021.3.22, 2021/3/22, 20210322, ISO with a time, Excel serials.
Refused with a reason: 民国 years, two-digit years, no day, days that do not exist, foreign order.
"""

from __future__ import annotations

from datetime import date
from functools import cache, lru_cache

import polars as pl

from etl.checking.normal import EMPTY_WORDS, ERROR_CELLS, plain_expr
from etl.checking.parse import Parsed, closer_look, read_reason, unread

FIRST_YEAR, LAST_YEAR = 1900, 2100
_ROC_OFFSET = 1911
_EPOCHS = {1900: date(1899, 12, 30), 1904: date(1904, 1, 1)}
_SERIALS = (10_000, 80_000)
"""Numbers taken as Excel serials: 1927 to 2119. Below stand years and counts, above 20210322."""

_TIME = (
    r"(?:t|上午|下午|am|pm)?[0-9]{1,2}[:时点][0-9]{1,2}分?(?::?[0-9]{1,2}秒?)?(?:\.[0-9]+)?"
    r"(?:z|[+-][0-9]{2}:?[0-9]{2})?(?:am|pm)?$"
)
_WEEKDAY = r"\(?(?:星期|周|礼拜)[一二三四五六日天]\)?$"
_DAY = r"^([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})[日号]?$"
_COMPACT = r"^([0-9]{4})([0-9]{2})([0-9]{2})$"
_SERIAL = r"^[0-9]{5}(?:\.[0-9]+)?$"
_ROC = r"^(?:民国|民國|roc)?([0-9]{2,3})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})[日号]?$"
_ROC_COMPACT = r"^(1[0-9]{2})([0-9]{2})([0-9]{2})$"
_IS_ROC = r"民国|民國|^roc|^1[0-9]{2}[-/.年]|^1[0-9]{6}$"
_SHORT_YEAR = r"^['’]?[0-9]{2}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}[日号]?$"
_NO_DAY = (
    r"^[0-9]{4}(?:年?$|[-/.年][0-9]{1,2}月?(?:$|上旬|中旬|下旬|底|初|末|中)"
    r"|年?(?:上半年|下半年|底|初|末|[一二三四1-4]季度|第.季度))"
    r"|^(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])$"
)
_MONTH_NAMES = r"jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_FOREIGN = rf"^[0-9]{{1,2}}[-/.][0-9]{{1,2}}[-/.][0-9]{{4}}$|{_MONTH_NAMES}"


def parse_date(texts: pl.Series, epoch: int = 1900) -> Parsed:
    """Dates; `epoch` (1900 or 1904) is the workbook's, for serial numbers."""
    fast = texts.str.to_date("%Y-%m-%d", strict=False)
    first, last = fast.min(), fast.max()
    if isinstance(first, date) and (first.year < FIRST_YEAR or last.year > LAST_YEAR):  # type: ignore[union-attr]
        fast = fast.set(~fast.dt.year().is_between(FIRST_YEAR, LAST_YEAR), None)
    return closer_look(texts, fast, unread(texts, fast), lambda cells: _close_date(cells, epoch))


@lru_cache(maxsize=1024)
def parse_one_date(text: str, epoch: int = 1900) -> date | None:
    """The day one text names, None when it names none (or is refused)."""
    value = parse_date(pl.Series([text]), epoch).values[0]
    return value if isinstance(value, date) else None


def _parts(word: pl.Expr, pattern: str) -> tuple[pl.Expr, pl.Expr, pl.Expr]:
    year, month, day = (word.str.extract(pattern, i) for i in (1, 2, 3))
    return year, month, day


def _day(year: pl.Expr, month: pl.Expr, day: pl.Expr) -> pl.Expr:
    """The day, null when it does not exist (2021-02-30)."""
    return pl.concat_str(year, month, day, separator="-").str.to_date("%Y-%m-%d", strict=False)


def _gregorian(word: pl.Expr, epoch: int) -> pl.Expr:
    serial = word.str.extract(r"^([0-9]{5})").cast(pl.Int64, strict=False)
    counted = pl.when(serial.is_between(*_SERIALS)).then(
        pl.lit(_EPOCHS[epoch]) + pl.duration(days=serial)
    )
    return (
        pl.when(word.str.contains(_DAY))
        .then(_day(*_parts(word, _DAY)))
        .when(word.str.contains(_COMPACT))
        .then(_day(*_parts(word, _COMPACT)))
        .when(word.str.contains(_SERIAL))
        .then(counted)
    )


def _roc_hint(word: pl.Expr) -> pl.Expr:
    """What a 民国 date would be in the common calendar, as a suggestion."""
    days = []
    for pattern in (_ROC, _ROC_COMPACT):
        year, month, day = _parts(word, pattern)
        common = (year.cast(pl.Int32, strict=False) + _ROC_OFFSET).cast(pl.String)
        days.append(_day(common, month, day))
    said = pl.coalesce(days).dt.strftime("%Y-%m-%d")
    return pl.when(said.is_not_null()).then(pl.format("，对应公历 {}", said)).otherwise(pl.lit(""))


def _close_date(cells: pl.DataFrame, epoch: int) -> pl.DataFrame:
    word, value, reason, answer = _expressions(epoch)
    return cells.with_columns(word).with_columns(value).with_columns(reason).select(answer)


@cache
def _expressions(epoch: int) -> tuple[pl.Expr, pl.Expr, pl.Expr, list[pl.Expr]]:
    """How distinct cells are cleaned, read, refused and answered."""
    spaced = pl.col("v").str.replace(r"^(\s*[0-9]{4}\S{2,7}?)\s+([0-9]{1,2}:)", "${1}t$2")
    whole = plain_expr(spaced)
    bare = whole.str.replace(_WEEKDAY, "").str.replace(_TIME, "")
    word = pl.when(bare == "").then(whole).otherwise(bare)  # a time alone is no empty cell
    written = pl.col("word")
    reason = read_reason(
        (written.is_in(EMPTY_WORDS), ""),
        (written.str.contains(ERROR_CELLS), "error_cell"),
        (~pl.col("value").dt.year().is_between(FIRST_YEAR, LAST_YEAR), "far_year"),
        (pl.col("value").is_not_null(), ""),
        (written.str.contains(_IS_ROC) & _is_roc_date(written), "roc_year"),
        (written.str.contains(_DAY) | written.str.contains(_COMPACT), "no_such_day"),
        (written.str.contains(_SHORT_YEAR), "short_year"),
        (written.str.contains(_NO_DAY), "no_day"),
        (written.str.contains(_FOREIGN), "foreign_order"),
        (pl.lit(value=True), "date"),
    ).replace("", None)
    answer = [
        pl.col("v"),
        pl.when(pl.col("reason").is_null()).then("value").alias("value"),
        pl.col("reason"),
        pl.when(pl.col("reason") == "roc_year").then(_roc_hint(written)).alias("hint"),
    ]
    return word.alias("word"), _gregorian(written, epoch).alias("value"), reason, answer


def _is_roc_date(word: pl.Expr) -> pl.Expr:
    return word.str.contains(_ROC) | word.str.contains(_ROC_COMPACT)

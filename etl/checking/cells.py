"""The cells of one column held against its contract: typed values, and what is wrong with which."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import polars as pl

from etl.checking.absent import Absent
from etl.checking.areas import AreaRegister
from etl.checking.bind import Binding
from etl.checking.facts import ReportingUnit
from etl.checking.measure import factor as unit_factor
from etl.checking.parse import Parsed, no_problems, problems_at
from etl.checking.parse_area import parse_area, parse_area_key
from etl.checking.parse_date import parse_date
from etl.checking.parse_number import parse_number
from etl.checking.parse_text import parse_code, parse_text
from etl.checking.parse_words import parse_boolean, parse_coded, parse_multi
from etl.checking.reasons import REASONS
from etl.checking.shapes import parse_shape
from etl.contract import Column

STORED_DECIMALS = 6
"""Decimals kept of a number that was multiplied: float dust ends here."""


@dataclass(frozen=True)
class Setting:
    """What the cells of one sheet are read against, beside the contract."""

    file: str
    sheet: str
    register: AreaRegister
    unit: ReportingUnit | None
    as_of: date | None
    epoch: int = 1900
    money_unit: str | None = None
    header_cell: str | None = None
    """Where findings about the table as a whole point at."""
    absent: Absent = field(default_factory=Absent)
    """Cells that read as empty and are not."""


def parse_cells(texts: pl.Series, binding: Binding, setting: Setting) -> Parsed:
    """Values in stored units with the column's problems; confirm-problems keep their value."""
    column = binding.column
    parsed = _by_type(texts, binding, setting)
    problems = no_problems() if column.personal else parsed.problems  # never stored: only its form
    if binding.is_key and column.type == "area" and problems.height:
        problems = _without_null_keys(problems, parsed.values)
    if binding.is_key:
        problems = _without_personal_keys(problems)
    if column.pattern is not None:
        problems = pl.concat([problems, _against_pattern(texts, parsed.values, column)])
    values = _defaulted(parsed, column, setting)
    missing = _empty(values, problems, column, setting)
    if missing is not None:
        problems = pl.concat([problems, missing])
    if column.type == "number":
        values = _stored_number(values, column)
    elif column.type == "integer" and column.multiplier != 1:
        values = (values * column.multiplier).round().cast(pl.Int64)
    return Parsed(values.rename(column.name), problems)


def caption_factor(binding: Binding, setting: Setting) -> float | None:
    """What the caption's unit (or the one above the table) makes of a cell; None: nothing known."""
    column = binding.column
    given = caption_unit(binding, setting)
    if given is None or column.unit is None:
        return 1
    factor = unit_factor(given, column.unit)
    return None if factor is None else float(factor)


def caption_unit(binding: Binding, setting: Setting) -> str | None:
    """The unit that the caption names; for money also the one that stands above the table."""
    if binding.caption is not None and binding.caption.unit is not None:
        return binding.caption.unit
    money = setting.money_unit
    column = binding.column
    is_money = money is not None and column.unit is not None and binding.caption is not None
    return money if is_money and unit_factor(money or "", column.unit or "") else None


def _by_type(texts: pl.Series, binding: Binding, setting: Setting) -> Parsed:
    column = binding.column
    if column.type in ("integer", "number"):
        return parse_number(texts, column, caption_factor(binding, setting) or 1)
    if column.type == "date":
        return parse_date(texts, setting.epoch)
    if column.type == "boolean":
        return parse_boolean(texts)
    if column.type == "multi":
        return parse_multi(texts, column, binding.words)
    if column.type == "area":
        area = setting.unit.area_code if setting.unit else None
        return parse_area(texts, column, setting.register, area, setting.as_of)
    if column.type == "area_key":
        return parse_area_key(texts)
    if column.type == "shape":
        return parse_shape(texts)
    if column.code_list is not None:
        return parse_coded(texts, column.code_list)
    return parse_code(texts) if column.type == "code" else parse_text(texts)


def _against_pattern(texts: pl.Series, values: pl.Series, column: Column) -> pl.DataFrame:
    misfit = ~values.str.contains(column.pattern or "")
    places = misfit.fill_null(value=False).arg_true()
    reason = "personal_pattern" if column.personal else "pattern"
    return problems_at(places, texts.gather(places), reason)


def _without_null_keys(problems: pl.DataFrame, values: pl.Series) -> pl.DataFrame:
    """An area that is not resolved to a code cannot be a key: an error instead of 待认领."""
    is_kept = ~is_error() & values.gather(problems["ix"]).is_null()
    reason = pl.when(is_kept).then(pl.lit("unresolved_key")).otherwise("reason")
    return problems.with_columns(reason.alias("reason"))


def _without_personal_keys(problems: pl.DataFrame) -> pl.DataFrame:
    """A personal number cannot be a key: the row is rejected instead of stored without one."""
    return problems.with_columns(pl.col("reason").replace({"personal": "personal_key"}))


def _defaulted(parsed: Parsed, column: Column, setting: Setting) -> pl.Series:
    """Blank cells of a `default_from = "unit"` column filled; cells that were misread stay null."""
    values = parsed.values
    if column.default_from != "unit" or setting.unit is None or not values.null_count():
        return values
    filled = values.fill_null(setting.unit.area_code)
    misread = parsed.problems.filter(pl.col("reason").is_in(_ERRORS))["ix"]
    return filled.scatter(misread, [None]) if len(misread) else filled


def _empty(
    values: pl.Series, problems: pl.DataFrame, column: Column, setting: Setting
) -> pl.DataFrame | None:
    """C1 (or 待认领) for cells with nothing in them, None when there are none."""
    reason = "no_area" if column.unclaimed_when_missing else "required"
    is_asked = column.required or column.unclaimed_when_missing
    if not is_asked or (column.default_from and setting.unit is None) or not values.null_count():
        return None
    missing = values.is_null()
    if problems.height:  # a cell that could not be read is not empty
        missing = missing.scatter(problems["ix"].unique(), [False])
    return problems_at(missing.arg_true(), None, reason)


def _stored_number(values: pl.Series, column: Column) -> pl.Series:
    if column.multiplier != 1:
        values = (values * column.multiplier).round(STORED_DECIMALS)
    return values.round(column.decimals) if column.decimals is not None else values


_ERRORS = [name for name, reason in REASONS.items() if reason.level == "error"]


def is_error() -> pl.Expr:
    """Whether a problem rejects its row."""
    return pl.col("reason").is_in(_ERRORS)

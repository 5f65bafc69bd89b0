"""Problems of cells -> findings: addresses, sentences, a cap per rule and column.

Only the cells that are told one by one are formatted; the rest of a flood is counted exactly.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

import polars as pl

from etl.checking.cells import Setting
from etl.checking.measure import factor
from etl.checking.reasons import HIDDEN_REASONS, REASONS
from etl.codes import load_code_list
from etl.contract import Column, Rule
from etl.findings import DETAILED, HIDDEN, Finding, finding, shown
from etl.reading import cell_address

_LISTED_WORDS = 30


@dataclass(frozen=True)
class Told:
    """Problems of one sheet column: contract column, the sheet column to point at, the cells.

    `rule` stands for problems that come from a contract's row rule instead of a cell's reason.
    """

    column: Column
    number: int | None
    title: str
    problems: pl.DataFrame
    rule: Rule | None = None
    unit: str | None = None
    """The unit that the caption names, when it is not the contract's."""


def findings_of(told: Sequence[Told], row_numbers: pl.Series, setting: Setting) -> list[Finding]:
    """The findings in the order of the sheet: by row, then by column."""
    found: list[tuple[tuple[int, int], Finding]] = []
    for part in told:
        for _, problems in _by_rule(part):
            for ix, value, reason, hint in problems.head(DETAILED).iter_rows():
                row = int(row_numbers[ix])
                entry = _finding(part, row, value, reason, hint, setting)
                found.append(((row, part.number or 0), entry))
            if problems.height > DETAILED:
                found.append(_rest(part, problems, row_numbers, setting))
    found.sort(key=lambda pair: pair[0])
    return [entry for _, entry in found]


def _by_rule(part: Told) -> Iterator[tuple[str, pl.DataFrame]]:
    """The problems of one rule at a time, in the order of their rows."""
    if part.rule is not None:
        yield part.rule.id, part.problems.sort("ix")
        return
    ids = {name: f"{reason.rule} {reason.level}" for name, reason in REASONS.items()}
    ruled = part.problems.with_columns(pl.col("reason").replace_strict(ids).alias("rule"))
    for rule in ruled["rule"].unique().sort():
        yield rule, ruled.filter(pl.col("rule") == rule).sort("ix").drop("rule")


def _finding(
    part: Told, row: int, value: str | None, reason: str, hint: str | None, setting: Setting
) -> Finding:
    is_hidden = part.column.personal or reason in HIDDEN_REASONS
    printed = HIDDEN if is_hidden and value is not None else value
    if part.rule is not None:
        rule, level = part.rule.id, part.rule.level
        text, remedy = part.rule.message, part.rule.remedy
    else:
        why = REASONS[reason]
        rule, level, remedy = why.rule, why.level, why.remedy
        text = _sentence(part, why.message, printed, reason, hint, setting)
    return finding(
        setting.file,
        rule,
        level,
        text,
        remedy,
        sheet=setting.sheet,
        cell=cell_address(row, part.number) if part.number is not None else None,
        value=printed,
        row=row,
        column=part.column.name,
    )


def _sentence(
    part: Told, message: str, value: str | None, reason: str, hint: str | None, setting: Setting
) -> str:
    column = part.column
    said = shown(value) or ""
    if reason == "code_list":
        said, hint = shown(hint) or said, _did_you_mean(column, hint or value or "")
    elif reason == "swapped":
        hint = shown(hint)
    return message.format(
        value=said,
        title=part.title,
        unit=_number_words(column, part.unit or column.unit),
        hint=hint or "",
        limit=_limit(part, reason, setting),
    )


def _did_you_mean(column: Column, word: str) -> str:
    codes = column.code_list
    near = codes.nearest_title(word) if codes else None
    return f"；是否应为“{near}”？" if near else ""


def _number_words(column: Column, unit: str | None) -> str:
    whole = "，且为整数" if column.type == "integer" else ""
    return f"（单位：{unit}{whole}）" if unit else whole


def _limit(part: Told, reason: str, setting: Setting) -> str:
    column = part.column
    if reason == "code_list" and column.code_list is not None:
        titles = [title for _, title in column.code_list.titles]
        more = " 等" if len(titles) > _LISTED_WORDS else ""
        return "、".join(titles[:_LISTED_WORDS]) + more
    if reason == "minimum":
        return _bound(part, column.minimum)
    if reason == "maximum":
        return _bound(part, column.maximum)
    if reason == "outside":
        low = "" if column.minimum is None else f"{column.minimum:g}"
        return f"{low}～{_bound(part, column.maximum)}"
    if reason == "imprecise":
        return str(column.least_decimals)
    if reason in ("pattern", "personal_pattern"):
        return column.pattern_hint or column.pattern or ""
    if reason in ("area_level", "coarse_area"):
        titles_of = load_code_list("area_level").title_of
        return "、".join(titles_of[level] for level in column.area_levels) + "级"
    if reason == "foreign_area":
        return f"“{setting.unit.title}”" if setting.unit else ""
    return column.unit or "" if reason == "converted" else ""


def _bound(part: Told, limit: float | None) -> str:
    """A limit of the contract in the unit of the caption, as the sender counts, if it converts."""
    unit = part.column.unit or ""
    if limit is None:
        return unit
    scale = factor(part.unit, unit) if part.unit else None
    if scale is None:
        return f"{limit:.15g}{unit}"
    return f"{float(Fraction(limit) / scale):.15g}{part.unit}"


def _rest(
    part: Told, problems: pl.DataFrame, row_numbers: pl.Series, setting: Setting
) -> tuple[tuple[int, int], Finding]:
    """One finding that counts what was not told one by one."""
    first = problems.row(0, named=True)
    reason = REASONS.get(first["reason"] or "")
    rule = part.rule.id if part.rule else reason.rule if reason else ""
    level = part.rule.level if part.rule else reason.level if reason else ""
    remedy = part.rule.remedy if part.rule else reason.remedy if reason else ""
    rest = problems.height - DETAILED
    text = (
        f"“{part.title}”列按规则 {rule} 共有 {problems.height:,} 处，"
        f"只逐条列出前 {DETAILED:,} 处，其余 {rest:,} 处同样处理"
    )
    row = int(row_numbers[int(problems["ix"][DETAILED])])
    cell = cell_address(row, part.number) if part.number is not None else None
    entry = finding(
        setting.file,
        rule,
        level,
        text,
        remedy,
        sheet=setting.sheet,
        cell=cell,
        column=part.column.name,
    )
    return (row, part.number or 0), entry

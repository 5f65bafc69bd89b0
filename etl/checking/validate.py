"""A table held against its contract: accepted rows, findings, every row accounted for.

Goes column by column and lets each column's text go once it is read, so that a sheet never lies
in memory twice. Rows are rejected for any problem of level error.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from threading import Lock
from typing import TypeVar

import polars as pl

from etl.checking.bind import Binding, raw_text
from etl.checking.cells import Setting, caption_unit, is_error, parse_cells
from etl.checking.doubles import same_key, same_name, same_point
from etl.checking.parse import no_problems
from etl.checking.points import check_points
from etl.checking.reasons import UNCLAIMED
from etl.checking.row_rules import broken_rules, context_of, pointed_at
from etl.checking.shapes import with_drawn_shapes
from etl.checking.tell import Told, findings_of
from etl.contract import STORED_TYPES, Column, Contract
from etl.findings import Finding, finding, shown

Result = TypeVar("Result")

LARGE = 50_000
"""Rows from which on two columns are read side by side."""

_FRAME = Lock()
"""Held while a column is taken out of a frame: frames may not be changed by two threads."""

LINEAGE = ("unit_code", "as_of", "_file", "_sheet", "_row", "_unclaimed")
"""Columns of accepted rows beside the contract's."""


@dataclass(frozen=True)
class Validated:
    """The outcome for the data rows of one sheet: `rows` are the accepted ones."""

    rows: pl.DataFrame
    rejected: int
    unclaimed: int
    findings: tuple[Finding, ...]


def validate(
    frame: pl.DataFrame,
    mask: pl.Series | None,
    contract: Contract,
    bindings: Sequence[Binding],
    setting: Setting,
) -> Validated:
    """Checks the rows below the header (`frame`, its columns are used up; `mask`: data rows)."""
    numbers = frame["_row"] if mask is None else frame["_row"].filter(mask)
    named = {name for rule in contract.rules for name in rule.columns}
    tasks = [_reading(frame, b, mask, numbers, setting, b.column.name in named) for b in bindings]
    read = _at_once(tasks, numbers)
    told = [part for column in read for part in column.told]
    told = check_points(told, {column.values.name: column.values for column in read}, bindings)
    values = with_drawn_shapes({column.values.name: column.values for column in read}, contract)
    table = pl.DataFrame(list(values.values()))
    texts = {c.values.name: c.texts for c in read if c.texts is not None}
    del read
    checks: list[Callable[[], list[Told]]] = [
        partial(broken_rules, table, contract, bindings, told, texts, setting),
        *_doubles(table, contract, bindings, numbers),
    ]
    told += _without_double_doubles([part for parts in _at_once(checks, numbers) for part in parts])
    found = findings_of(told, numbers, setting)
    unclaimed, sheet_level = _unclaimed(table.height, contract, bindings, told, setting)
    rows, rejected = _accepted(table, contract, told, numbers, unclaimed, setting)
    waiting = rows.height - rows["_unclaimed"].null_count()
    return Validated(rows, rejected, waiting, (*sheet_level, *found))


def _at_once(tasks: Sequence[Callable[[], Result]], rows: pl.Series) -> list[Result]:
    """The results of tasks in their order; on large tables two run side by side."""
    if len(rows) < LARGE:
        return [task() for task in tasks]
    with ThreadPoolExecutor(max_workers=2) as pool:  # polars lets go of the interpreter's lock
        return [future.result() for future in [pool.submit(task) for task in tasks]]


@dataclass(frozen=True)
class _Read:
    """A column that was read; `texts` is kept where a rule may have to quote a cell."""

    values: pl.Series
    told: list[Told]
    texts: pl.Series | None = None


def _reading(
    frame: pl.DataFrame,
    binding: Binding,
    mask: pl.Series | None,
    numbers: pl.Series,
    setting: Setting,
    is_quoted: bool,
) -> Callable[[], _Read]:
    """The reading of one column: its values and problems."""
    column = binding.column

    def read() -> _Read:
        if binding.is_absent:
            return _Read(_nothing(column, len(numbers), setting), [])
        with _FRAME:
            raw = raw_text(frame, binding, mask)
        parsed = parse_cells(raw.texts, binding, setting)
        unit = caption_unit(binding, setting)
        problems = parsed.problems
        if not column.personal:
            problems = setting.absent.told(raw.texts, problems, binding.number, numbers)
        told = [Told(column, binding.number, column.title, problems, unit=unit)]
        told += [Told(column, number, title, problems) for number, title, problems in raw.flags]
        told = [part for part in told if part.problems.height]
        return _Read(parsed.values, told, raw.texts if is_quoted else None)

    return read


def _nothing(column: Column, height: int, setting: Setting) -> pl.Series:
    """The values of a column that the sheet does not have: null, or the unit's area."""
    value = setting.unit.area_code if column.default_from == "unit" and setting.unit else None
    dtype = STORED_TYPES[column.type]
    return pl.Series(column.name, [value], dtype=dtype).new_from_index(0, height)


def _doubles(
    table: pl.DataFrame, contract: Contract, bindings: Sequence[Binding], numbers: pl.Series
) -> list[Callable[[], list[Told]]]:
    """The checks for rows that are there twice; the three may run side by side."""
    values = {c: table[c] for c in table.columns}
    bound = {b.column.name: b for b in bindings}
    keys = [contract.column(k) for k in contract.key]
    pointed = bound[pointed_at([k.name for k in keys if not k.default_from], bound)]
    title = "、".join(k.title for k in keys)
    place = bound.get("longitude")

    def keys_twice() -> list[Told]:
        return [Told(pointed.column, pointed.number, title, same_key(values, contract, numbers))]

    def names_twice() -> list[Told]:
        return [Told(pointed.column, pointed.number, title, same_name(values, contract, numbers))]

    def points_twice() -> list[Told]:
        if place is None or place.number is None:
            return []
        points = same_point(values, numbers)
        return [Told(place.column, place.number, place.column.title, points)]

    return [keys_twice, names_twice, points_twice]


def _without_double_doubles(told: Sequence[Told]) -> list[Told]:
    """U2 and S4 only for rows whose key is their own: a repeated row repeats everything."""
    keyed = [t.problems for t in told if (t.problems["reason"] == "same_key").any()]
    if not keyed:
        return [part for part in told if part.problems.height]
    again = pl.col("ix").is_in(keyed[0]["ix"].implode())
    again &= pl.col("reason").is_in(["same_name", "same_point"])
    parts = [replace(part, problems=part.problems.filter(~again)) for part in told]
    return [part for part in parts if part.problems.height]


def _unclaimed(
    height: int,
    contract: Contract,
    bindings: Sequence[Binding],
    told: Sequence[Told],
    setting: Setting,
) -> tuple[pl.Series, list[Finding]]:
    """Why each row waits to be claimed (null: it does not), and what to say of the whole sheet."""
    waiting = pl.Series("_unclaimed", [None], dtype=pl.String).new_from_index(0, height)
    findings: list[Finding] = []
    for binding in bindings:
        column = binding.column
        if column.unclaimed_when_missing and binding.is_absent and height:
            waiting = pl.Series("_unclaimed", [UNCLAIMED["no_area"]]).new_from_index(0, height)
            text = f"没有“{column.title}”列，{height:,} 行全部列入待认领"
            remedy = f"补上“{column.title}”列后重新报送"
            sheet, cell = setting.sheet, setting.header_cell
            told_once = finding(
                setting.file, "H12", "confirm", text, remedy, sheet=sheet, cell=cell
            )
            findings.append(told_once)
    for part in told:
        if part.rule is not None or part.column.type != "area":
            continue
        reasons = part.problems.filter(pl.col("reason").is_in(list(UNCLAIMED)))
        if reasons.height:
            waiting = waiting.scatter(reasons["ix"], _texts(reasons))
    return waiting, findings


def _texts(problems: pl.DataFrame) -> pl.Series:
    """The reasons for 待认领, with the value as it may be printed; each distinct one made once."""
    what = ["value", "reason", "hint"]
    distinct = problems.select(what).unique()
    texts = [
        UNCLAIMED[reason].format(value=shown(value) or "", hint=hint or "")
        for value, reason, hint in distinct.iter_rows()
    ]
    joined = problems.join(
        distinct.with_columns(pl.Series("text", texts, dtype=pl.String)),
        on=what,
        how="left",
        nulls_equal=True,
        maintain_order="left",
    )
    return joined["text"]


def _accepted(
    table: pl.DataFrame,
    contract: Contract,
    told: Sequence[Told],
    numbers: pl.Series,
    unclaimed: pl.Series,
    setting: Setting,
) -> tuple[pl.DataFrame, int]:
    """(accepted rows with their lineage, number of rejected rows)."""
    errors = [no_problems()["ix"]]
    for part in told:
        if part.rule is None:
            errors.append(part.problems.filter(is_error())["ix"])
        elif part.rule.level == "error":
            errors.append(part.problems["ix"])
    rejected = pl.concat(errors).unique()
    stored = pl.DataFrame([table[c.name] for c in contract.stored_columns])
    if len(rejected):
        kept = pl.Series([True]).new_from_index(0, table.height).scatter(rejected, [False])
        stored, numbers, unclaimed = (
            stored.filter(kept),
            numbers.filter(kept),
            unclaimed.filter(kept),
        )
    as_of, unit_code = context_of(setting)
    rows = stored.with_columns(
        unit_code,
        as_of,
        pl.lit(setting.file).alias("_file"),
        pl.lit(setting.sheet).alias("_sheet"),
        numbers.alias("_row"),
        unclaimed,
    )
    return rows, len(rejected)

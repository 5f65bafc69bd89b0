"""Puts the demonstration's returns into an inbox: workbooks, and one form as GB18030 CSV."""

from __future__ import annotations

import csv
import datetime as dt
import io
import multiprocessing
import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from etl.forms.workbook import (
    Form,
    Row,
    WorkbookError,
    cell_text,
    close_workbook,
    draw_grid,
    make_styles,
    open_workbook,
    unwritable,
    write_head,
    write_rows,
)
from etl.sample.areas import districts
from etl.sample.planted import planted_in
from etl.sample.returns import Return, SheetPlan, planned_returns
from etl.sample.story import story

WORTH_SHARING = 40  # files; fewer are written before another process has started


class UnknownUnit(WorkbookError):
    """A unit that the demonstration has no workbook of; says which units it has."""


@dataclass(frozen=True)
class SampleSummary:
    """What was written: files, sheets and rows, the weeks they cover, and the mistakes in them."""

    files: int
    sheets: int
    rows: int
    first_as_of: dt.date | None
    last_as_of: dt.date | None
    mistakes: int


def write_sample(
    inbox: Path, *, until: dt.date | None = None, units: Sequence[str] | None = None
) -> SampleSummary:
    """Writes the demonstration data below `inbox`, always the same bytes; other files stay.

    `until`: the last week to write (default: all); `units`: codes of the reporting units to write
    (default: all ten districts and the city office). UnknownUnit for another code, WorkbookError
    when a file cannot be written.
    """
    plot = story()
    known = (plot.city_unit, *districts())
    chosen = known if units is None else tuple(units)
    if strange := [unit for unit in chosen if unit not in known]:
        raise UnknownUnit(f"演示数据没有报送单位 {'、'.join(strange)}；可用：{'、'.join(known)}")
    returns = planned_returns(chosen, until or plot.last_week)
    _write_all(inbox, returns)
    weeks = [one.as_of for one in returns]
    return SampleSummary(
        files=len(returns),
        sheets=sum(len(one.sheets) for one in returns),
        rows=sum(len(sheet.rows) for one in returns for sheet in one.sheets),
        first_as_of=min(weeks, default=None),
        last_as_of=max(weeks, default=None),
        mistakes=sum(_mistakes(one) for one in returns if not one.path.startswith("更正")),
    )


def _mistakes(one: Return) -> int:
    return sum(len(planted_in(s.contract.name, one.unit, one.as_of)) for s in one.sheets)


def _write_all(inbox: Path, returns: Sequence[Return]) -> None:
    """Writes the files, many of them with a process for each processor."""
    write = partial(_write, inbox)
    if len(returns) >= WORTH_SHARING and (workers := os.cpu_count() or 1) > 1:
        context = multiprocessing.get_context("spawn")  # polars' threads do not survive a fork
        with ProcessPoolExecutor(workers, mp_context=context) as pool:
            for _ in pool.map(write, returns, chunksize=8):
                pass
    else:
        for one in returns:
            write(one)


def _write(inbox: Path, one: Return) -> None:
    path = inbox / one.path
    if one.is_csv:
        _write_csv(path, one, one.sheets[0])
    else:
        _write_workbook(path, one)


def reporting_line(one: Return) -> str:
    """The line above the header that names the unit and the date."""
    day = one.as_of
    return f"填报单位：{one.unit_name}　统计截至日期：{day.year}年{day.month}月{day.day}日"


def form_of(one: Return, sheet: SheetPlan) -> Form:
    """The form of one sheet of a return, as that unit lays it out."""
    plot = story()
    lines = [(plot.mark, "mark"), (reporting_line(one), "line")]
    if _has_preface(one, sheet):
        lines += [(text, "line") for text in plot.preface["lines"]]
    captions = None
    if one.unit == plot.renamed["unit"]:
        captions = {c.name: c.aliases[0] for c in sheet.contract.columns if c.aliases}
    return Form(sheet.contract, lines=lines, captions=captions)


def _has_preface(one: Return, sheet: SheetPlan) -> bool:
    plan = story().preface
    place = (plan["unit"], plan["as_of"], plan["source"])
    return (one.unit, one.as_of, sheet.contract.name) == place


def _write_workbook(path: Path, one: Return) -> None:
    plot = story()
    title = f"{one.unit_name} {one.as_of.isoformat()}（{plot.mark}）"
    book = open_workbook(path, title=title, comments=plot.mark)
    styles = make_styles(book)
    for plan in one.sheets:
        form = form_of(one, plan)
        sheet = write_head(book, styles, form)
        after = write_rows(sheet, styles, form, _typed(one, plan.rows))
        draw_grid(book, sheet, form.first_row, after - 1, len(plan.contract.columns) - 1)
        if plan.total is not None:
            write_rows(sheet, dict.fromkeys(styles, styles["total"]), form, [plan.total], after)
        sheet.set_header(f"&C{plot.mark}")
        if _has_preface(one, plan):
            _hide_rows(sheet, form.first_row, after, plot.preface["hidden_every"])
    close_workbook(book)


def _hide_rows(sheet: Any, first: int, after: int, every: int) -> None:
    for row in range(first + every, after, every):
        sheet.set_row(row, None, None, {"hidden": True})


def _typed(one: Return, rows: Sequence[Row]) -> Sequence[Row]:
    """The rows with dates typed the way the unit types them."""
    style = story().date_styles.get(one.unit)
    if style is None:
        return rows
    return [{name: _typed_cell(value, style) for name, value in row.items()} for row in rows]


def _typed_cell(value: object, style: str) -> object:
    if isinstance(value, dt.date):
        return style.format(year=value.year, month=value.month, day=value.day)
    return value


def _write_csv(path: Path, one: Return, plan: SheetPlan) -> None:
    """The form as a spreadsheet program saves it: every line as long as the header."""
    form = replace(form_of(one, plan), lines=())
    columns = plan.contract.columns
    head = [[plan.contract.title], [story().mark], [reporting_line(one)]]
    captions = [form.caption(column).replace("\n", "") for column in columns]
    body = [[_csv_cell(row, c.name) for c in columns] for row in _typed(one, plan.rows)]
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\r\n")
    lines.writerows(line + [""] * (len(columns) - len(line)) for line in [*head, captions, *body])
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.getvalue().encode(story().csv["encoding"]))
    except OSError as error:
        raise unwritable(path, error) from error


def _csv_cell(row: Mapping[str, object], name: str) -> str:
    value = row.get(name)
    return "" if value is None else cell_text(value)

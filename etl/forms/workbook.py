"""Forms as workbooks: what the template to fill in and the demonstration data have in common.

A form is one sheet: title, lines above the header, a header of one or two rows, rows, drop-downs,
print set-up. Written with xlsxwriter; the same content always gives the same bytes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import xlsxwriter

from etl.contract import Column, Contract
from etl.loading.durable import storage_error
from warehouse.common.columns import LINE_POINTS

Row = Mapping[str, object]
"""Column name -> what stands in the cell: text, number, date, bool, list of words or None."""

YES, NO = "是", "否"
REQUIRED_MARK = "*"
MULTI_SEPARATOR = "、"
A4 = 9
INLINE_LIST_LIMIT = 255  # Excel refuses a drop-down whose typed list is longer
CAPTION_HEIGHT = 2 * LINE_POINTS  # a title, and its unit below
LAST_ENTRY_ROW = 20_000  # drop-downs and formats reach this far down
_CREATED = dt.datetime(2021, 1, 1)  # noqa: DTZ001 - a fixed stamp: same content, same bytes
_EPOCH = dt.date(1899, 12, 30)

_BASE = {"font_name": "宋体", "font_size": 10, "valign": "vcenter"}
_GRID = {"border": 1, "border_color": "#A6A6A6"}
_HEAD = {"bold": True, "align": "center", "text_wrap": True, "bg_color": "#DDEBF7", **_GRID}
_STYLES: Mapping[str, Mapping[str, object]] = {
    "title": {"font_size": 16, "bold": True, "align": "center"},
    "line": {"align": "left"},
    "mark": {"align": "left", "bold": True, "font_color": "#C00000"},
    "label": {"align": "right", "bold": True},
    "entry": {"num_format": "@", "bg_color": "#FFF2CC", **_GRID},
    "entry_date": {"num_format": "yyyy-mm-dd", "align": "left", "bg_color": "#FFF2CC", **_GRID},
    "head": _HEAD,
    "head_required": {**_HEAD, "font_color": "#C00000"},
    "total": {"bold": True, "num_format": "0.######"},
    "text": {"num_format": "@"},
    "date": {"num_format": "yyyy-mm-dd", "align": "left"},
    "integer": {"num_format": "0"},
    "number": {"num_format": "General"},
    "degrees": {"num_format": "0.000000"},
    "wrapped": {"text_wrap": True, "valign": "top", **_GRID},
}
EXAMPLE_LOOK = {"italic": True, "font_color": "#7F7F7F", "bg_color": "#F2F2F2"}


class WorkbookError(RuntimeError):
    """A workbook that cannot be written; the text names the file and the remedy."""


@dataclass(frozen=True)
class Form:
    """One sheet to be written: the contract's columns under a title and some lines.

    `lines` are (text, style name) and stand between title and header, None leaves a row free for
    the caller; `sheet` overrides the contract's own sheet name, `captions` single headings (a
    county that words them its own way).
    """

    contract: Contract
    lines: Sequence[tuple[str, str] | None] = ()
    sheet: str | None = None
    captions: Mapping[str, str] | None = None
    mark_required: bool = False

    @property
    def sheet_name(self) -> str:
        """The name of the sheet."""
        return self.sheet or self.contract.sheet[0]

    @property
    def header_rows(self) -> int:
        """2 when some columns stand under a common caption, else 1."""
        return 2 if any(c.group for c in self.contract.columns) else 1

    @property
    def first_row(self) -> int:
        """Index (from 0) of the first row below the header."""
        return 1 + len(self.lines) + self.header_rows

    def caption(self, column: Column) -> str:
        """The heading of a column as the form prints it: mark, title and unit."""
        if self.captions and column.name in self.captions:
            return self.captions[column.name]
        mark = REQUIRED_MARK if self.mark_required and is_required(column) else ""
        has_unit = column.unit and f"({column.unit})" not in column.title
        return f"{mark}{column.title}" + (f"\n({column.unit})" if has_unit else "")


def is_required(column: Column) -> bool:
    """True when a person must fill the cell: required, and nothing stands in for a blank."""
    return column.required and column.default_from is None


def open_workbook(path: Path, *, title: str, comments: str = "") -> Any:
    """A new workbook at `path` (folders are made); close it with `close_workbook`.

    WorkbookError when the folder cannot be made.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise unwritable(path, error) from error
    book = xlsxwriter.Workbook(str(path), {"in_memory": True})
    book.set_properties({"title": title, "comments": comments, "created": _CREATED})
    book.set_size(2400, 1200)
    return book


def close_workbook(book: Any) -> None:
    """Writes the file; WorkbookError names it when the disk refuses."""
    try:
        book.close()
    except xlsxwriter.exceptions.FileCreateError as error:
        cause = error.args[0] if error.args else None
        refused = cause if isinstance(cause, OSError) else OSError(str(error))
        raise unwritable(Path(book.filename), refused) from error


def unwritable(path: Path, error: OSError) -> WorkbookError:
    """The error for a file that the disk refused, with cause and remedy in Chinese."""
    return WorkbookError(str(storage_error(error, "写出文件", path)))


def make_styles(book: Any, **extra: object) -> dict[str, Any]:
    """The named formats of a workbook; `extra` properties are added to every one."""
    return {name: book.add_format({**_BASE, **body, **extra}) for name, body in _STYLES.items()}


def style_of(column: Column) -> str:
    """Name of the format of a column's cells: codes and words are text."""
    if column.type == "number":
        return "degrees" if column.unit == "度" else "number"
    return column.type if column.type in ("integer", "date") else "text"


def write_head(book: Any, styles: Mapping[str, Any], form: Form) -> Any:
    """Adds the sheet with title, lines, header, widths, panes and print set-up; gives the sheet."""
    sheet = book.add_worksheet(form.sheet_name)
    last = len(form.contract.columns) - 1
    sheet.merge_range(0, 0, 0, last, form.contract.title, styles["title"])
    sheet.set_row(0, 28)
    for index, line in enumerate(form.lines, start=1):
        if line is not None:
            sheet.merge_range(index, 0, index, last, line[0], styles[line[1]])
    _write_captions(sheet, styles, form)
    for index, column in enumerate(form.contract.columns):
        sheet.set_column(index, index, _width(column), styles[style_of(column)])
    sheet.freeze_panes(form.first_row, min(2, last))
    set_a4_landscape(sheet)
    sheet.repeat_rows(1 + len(form.lines), form.first_row - 1)
    return sheet


def _write_captions(sheet: Any, styles: Mapping[str, Any], form: Form) -> None:
    top = 1 + len(form.lines)
    for row in range(top, top + form.header_rows):
        sheet.set_row(row, CAPTION_HEIGHT)
    numbered = enumerate(form.contract.columns)
    for group, members in groupby(numbered, key=lambda item: item[1].group):
        block = list(members)
        first, final = block[0][0], block[-1][0]
        if group and final > first:
            sheet.merge_range(top, first, top, final, group, styles["head"])
        elif group:
            sheet.write_string(top, first, group, styles["head"])
        for index, column in block:
            text = form.caption(column)
            must = form.mark_required and is_required(column)
            style = styles["head_required" if must else "head"]
            if group:
                sheet.write_string(top + 1, index, text, style)
            elif form.header_rows == 2:
                sheet.merge_range(top, index, top + 1, index, text, style)
            else:
                sheet.write_string(top, index, text, style)


def _width(column: Column) -> float:
    longest = max(len(column.title) * 2, len(column.example or "") * 1.3, 9)
    return float(min(longest + 2, 26))


def set_a4_landscape(sheet: Any) -> None:
    """Print set-up of every sheet: A4 across, one page wide, pages numbered."""
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    sheet.set_footer("&L&A&R第 &P 页 共 &N 页")


def cell_text(value: object) -> str:
    """A value as the words that stand in a cell: 是/否, words joined by 、, ISO date."""
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, (list, tuple)):
        return MULTI_SEPARATOR.join(str(v) for v in value)
    return str(value)


def write_rows(
    sheet: Any, styles: Mapping[str, Any], form: Form, rows: Iterable[Row], first: int | None = None
) -> int:
    """Writes rows below the header (or from row index `first`); gives the index after the last.

    Dates become Excel dates and numbers numbers, whatever is text stays text; None is left empty.
    """
    index = form.first_row if first is None else first
    plan = [(i, c.name, styles[style_of(c)]) for i, c in enumerate(form.contract.columns)]
    date_style = styles["date"]
    for row in rows:
        for position, name, style in plan:
            value = row.get(name)
            if value is None:
                continue
            if isinstance(value, dt.date):
                sheet.write_number(index, position, (value - _EPOCH).days, date_style)
            elif isinstance(value, (int, float)) and not isinstance(value, bool):
                sheet.write_number(index, position, value, style)
            else:
                sheet.write_string(index, position, cell_text(value), style)
        index += 1
    return index


def draw_grid(book: Any, sheet: Any, first_row: int, last_row: int, last_column: int) -> None:
    """Thin lines around every cell of a block, empty ones included: one rule for all of them."""
    if last_row >= first_row:
        rule = {"type": "formula", "criteria": "=TRUE", "format": book.add_format(_GRID)}
        sheet.conditional_format(first_row, 0, last_row, last_column, rule)

"""The return workbook (退回修正单): the county's own file with what is wrong marked on its cells.

An xlsx is edited in place (formats, formulas and their last results are kept); other formats are
rewritten as xlsx. Beside every row with findings stand the reasons (问题) and room for the county's
answer (说明); the sheet 退回说明 lists all findings and carries the mark that makes the file known
when it comes back. Runs in an isolated worker: the file is the county's.
"""

from __future__ import annotations

import os
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import openpyxl
from openpyxl.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.packaging.custom import StringProperty
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from etl.findings import Finding, place
from etl.loading.durable import PRIVATE_FOLDER, explained
from etl.naming import sheet_names
from etl.returning.cached import Results, cached_values, keep_cached_values
from etl.returning.note_sheet import write_note_sheet
from etl.returning.return_job import UNFINISHED, ReturnJob, ReturnSheet
from etl.returning.returned import (
    ANSWER_TITLE,
    NOTE_SHEET,
    PROPERTY,
    REASON_TITLE,
    ROW_TITLE,
    Mark,
    MarkedSheet,
)
from etl.returning.rewrite import copy_text, texts_of
from etl.returning.sheet_style import (
    ANSWER,
    AUTHOR,
    FILLS,
    HEAD,
    REASON,
    fit_height,
    put_text,
    safe_text,
)
from warehouse.common.files import make_folder, sync_file, sync_folder

WHOLE_ROWS = 50_000
"""A sheet with more rows is sent back with its header and the rows that have findings only."""

EDITED_BYTES = 64 * 2**20
"""XML of its sheets up to which a workbook is edited in place: openpyxl takes some fifteen bytes of
memory for one of these, and a sheet formatted down to its last row has five times as many."""

COMMENT_SIZE = (120, 320)  # height and width in pixels: a reason and its remedy
REASON_WIDTH, ANSWER_WIDTH = 48, 32

# What openpyxl throws at workbooks that Excel opens: then the text is sent back without formats.
_NOT_EDITABLE = (
    ValueError, KeyError, TypeError, IndexError, AttributeError, AssertionError, MemoryError,
    zipfile.BadZipFile, InvalidFileException,
)  # fmt: skip


@dataclass(frozen=True)
class _Copy:
    """A workbook to mark: last results of its formulas, and sheets that hold only some rows."""

    book: Workbook
    results: Results
    partial: frozenset[str] = frozenset()


def write_return(job: ReturnJob) -> Path:
    """Writes the return workbook and returns its path; an existing one is replaced as a whole.

    StorageError when the disk does not take it.
    """
    copy = _marked_copy(job)
    mark = Mark(job.file, job.sha256, tuple(_marked(s, copy.partial) for s in job.sheets))
    write_note_sheet(copy.book, job, mark, copy.partial)
    copy.book.custom_doc_props.append(StringProperty(name=PROPERTY, value=mark.to_text()))
    with explained("写入退回修正单", job.target):
        make_folder(job.target.parent, PRIVATE_FOLDER)
        temporary = job.target.with_name(f".{os.getpid()}{UNFINISHED}")
        copy.book.save(temporary)
        if copy.results:
            keep_cached_values(temporary, [s.title for s in copy.book.worksheets], copy.results)
        sync_file(temporary)
        temporary.replace(job.target)
        sync_folder(job.target.parent)
    return job.target


def _marked(s: ReturnSheet, partial: frozenset[str]) -> MarkedSheet:
    is_whole = s.sheet not in partial
    return MarkedSheet(s.sheet, s.source, s.unit_code, s.as_of, s.layout_hash, is_whole)


def _marked_copy(job: ReturnJob) -> _Copy:
    if job.format is None:  # nothing could be read: only the list goes back
        return _Copy(_empty(), {})
    if job.format == "xlsx" and _is_editable(job):
        try:
            return _edited(job)
        except _NOT_EDITABLE:
            pass  # rewritten below; the county gets the text of its sheets without their formats
    return _rewritten(job)


def _is_editable(job: ReturnJob) -> bool:
    """Whether the workbook is small enough to be held in memory cell by cell, empty ones too."""
    if sum(s.read for s in job.sheets) > WHOLE_ROWS:
        return False
    with zipfile.ZipFile(job.original) as archive:
        sizes = [i.file_size for i in archive.infolist() if "/worksheets/" in i.filename]
    return sum(sizes) <= EDITED_BYTES


def _empty() -> Workbook:
    book = openpyxl.Workbook()
    book.remove(book.active)
    return book


def _edited(job: ReturnJob) -> _Copy:
    book = openpyxl.load_workbook(job.original, rich_text=True)
    results = cached_values(job.original, book)
    if NOTE_SHEET in book.sheetnames:
        book.remove(book[NOTE_SHEET])
    if PROPERTY in book.custom_doc_props.names:
        del book.custom_doc_props[PROPERTY]
    titles = [grid.title for grid in book.worksheets]
    grids = dict(zip(sheet_names(titles), book.worksheets, strict=True))  # as they were checked
    for sheet in job.sheets:
        grid = grids.get(sheet.sheet)
        if isinstance(grid, Worksheet):
            if job.is_answer:
                _unmark(grid)
            _mark(grid, sheet, _of_sheet(job.findings, sheet.sheet), job.is_answer)
    return _Copy(book, results)


def _of_sheet(findings: Iterable[Finding], sheet: str) -> list[Finding]:
    return [f for f in findings if f.sheet == sheet and f.level in FILLS]


def _rewritten(job: ReturnJob) -> _Copy:
    book = _empty()
    checked = {s.sheet: s for s in job.sheets}
    partial = set()
    for text in texts_of(job, WHOLE_ROWS):
        sheet = checked.get(text.name)
        grid = book.create_sheet(text.title)
        copy_text(grid, text, sheet)
        if sheet is not None:
            if job.is_answer:
                _unmark(grid)
            _mark(grid, sheet, _of_sheet(job.findings, text.name), job.is_answer, text.kept)
        if text.kept is not None:
            partial.add(text.name)
    return _Copy(book, {}, frozenset(partial))


def _mark(
    grid: Worksheet,
    sheet: ReturnSheet,
    findings: list[Finding],
    is_answer: bool,
    kept: Mapping[int, int] | None = None,
) -> None:
    """Marks the cells and adds 问题 and 说明 to the right of the table."""
    by_row: dict[int, list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.row is not None:
            by_row[finding.row].append(finding)
    where = dict(kept) if kept is not None else {row: row for row in by_row}
    for row, found in by_row.items():
        for finding in found:
            _mark_cell(grid, finding, where[row])
    if sheet.header_row is None:
        return
    reason_column, answer_column = _own_columns(grid, sheet.header_row, is_answer)
    header = where.get(sheet.header_row, sheet.header_row)
    captions = {reason_column: REASON_TITLE, answer_column: ANSWER_TITLE}
    if kept is not None:
        captions[answer_column + 1] = ROW_TITLE
    for column, caption in captions.items():
        cell = grid.cell(header, column)
        put_text(cell, caption)
        HEAD.apply(cell)
    grid.column_dimensions[get_column_letter(reason_column)].width = REASON_WIDTH
    grid.column_dimensions[get_column_letter(answer_column)].width = ANSWER_WIDTH
    for row, found in by_row.items():
        cell = grid.cell(where[row], reason_column)
        reasons = _reasons(sheet, found)
        put_text(cell, reasons)
        REASON.apply(cell)
        fit_height(grid, where[row], {reason_column: reasons})
        ANSWER.apply(grid.cell(where[row], answer_column))
        if kept is not None:
            grid.cell(where[row], answer_column + 1).value = row


def _mark_cell(grid: Worksheet, finding: Finding, row: int) -> None:
    if finding.cell is None:
        return
    column, _, _, _ = range_boundaries(finding.cell)
    cell = _anchor(grid, row, column)
    cell.fill = FILLS[finding.level]
    text = f"{_body(finding)}\n处理：{finding.remedy}"
    if cell.comment is not None:
        if text in cell.comment.text:  # of a merged cell every row says the same
            return
        text = f"{cell.comment.text}\n{text}"
    cell.comment = Comment(safe_text(text), AUTHOR, *COMMENT_SIZE)


def _anchor(grid: Worksheet, row: int, column: int) -> Cell:
    """The cell that can be written: of a merged area its first."""
    cell = grid.cell(row, column)
    if isinstance(cell, MergedCell):
        for area in grid.merged_cells.ranges:
            if cell.coordinate in area:
                return grid.cell(area.min_row, area.min_col)
    return cell


def _own_columns(grid: Worksheet, header_row: int, is_answer: bool) -> tuple[int, int]:
    """Where 问题 and 说明 stand: the pair that is there, else right of all that is written."""
    last = 0
    for (row, column), cell in grid._cells.items():  # the only walk that skips what is not stored
        if cell.value is None:
            continue
        if is_answer and row == header_row and cell.value == REASON_TITLE:
            beside = grid.cell(row, column + 1).value if (row, column + 1) in grid._cells else None
            if beside == ANSWER_TITLE:
                return column, column + 1
        last = max(last, column)
    return last + 1, last + 2


def _unmark(grid: Worksheet) -> None:
    """Takes our own marks of last time off a workbook that came back; the answers stay."""
    reasons = {
        column
        for (_, column), cell in grid._cells.items()
        if cell.value == REASON_TITLE and (cell.row, column + 1) in grid._cells
        and grid.cell(cell.row, column + 1).value == ANSWER_TITLE
    }  # fmt: skip
    for (_, column), cell in grid._cells.items():
        if isinstance(cell, MergedCell):
            continue
        if cell.comment is not None and cell.comment.author == AUTHOR:
            cell.comment = None
            cell.fill = FILLS["none"]
        if column in reasons and cell.value not in (None, REASON_TITLE):
            cell.value = None


def _body(finding: Finding) -> str:
    """The message without the place, which the reader has before his eyes."""
    return finding.message.removeprefix(f"{place(finding.file, finding.sheet, finding.cell)}：")


def _reasons(sheet: ReturnSheet, found: list[Finding]) -> str:
    lines = []
    for finding in found:
        column = sheet.columns.get(finding.column or "")
        title = f"{column[1]}：" if column else ""
        wish = "须改正" if finding.level == "error" else "改正，或在右边写明情况"
        lines.append(f"{title}{_body(finding)}（{wish}）")
    if len(lines) > 1:
        lines = [f"{number}. {line}" for number, line in enumerate(lines, start=1)]
    return "\n".join(lines)

"""The sheets of a file as text for a return workbook, where the file itself cannot be edited."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl
from openpyxl.worksheet.worksheet import Worksheet

from etl.naming import clean_name
from etl.reading import read_book
from etl.reading.model import Merge
from etl.returning.excerpt import excerpt
from etl.returning.return_job import ReturnJob, ReturnSheet
from etl.returning.returned import NOTE_SHEET
from etl.returning.sheet_style import put_text

TITLE_LENGTH = 31
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", "_"))
_EXACT_DIGITS = 15


@dataclass(frozen=True)
class SheetText:
    """One sheet: `_row` and text columns. `kept`: original row -> row in the return workbook, for
    a long sheet of which only the rows with findings go back; None: all of it."""

    name: str
    frame: pl.DataFrame
    merged: tuple[Merge, ...] = ()
    kept: Mapping[int, int] | None = None

    @property
    def title(self) -> str:
        """The name as Excel takes it."""
        return self.name.translate(_FORBIDDEN)[:TITLE_LENGTH] or "Sheet"


def texts_of(job: ReturnJob, whole_rows: int) -> Iterator[SheetText]:
    """The sheets of the job's file; of one with more than `whole_rows` rows those with findings."""
    few = _few_rows(job, whole_rows)
    if few is not None:
        yield few
        return
    checked = {s.sheet: s for s in job.sheets}
    own_stem = Path(clean_name(job.original.name)).stem
    for source in read_book(job.original).sheets:
        if source.name == NOTE_SHEET:
            continue
        # a text file's only sheet is called like the file, which is kept under another name
        name = source.name if source.name != own_stem else Path(job.file).stem
        if source.frame.height <= whole_rows:
            yield SheetText(name, source.frame, source.merged)
        else:
            kept = _rows_kept(job, name, checked.get(name))
            rows = source.frame.filter(source.frame["_row"].is_in(list(kept)))
            yield SheetText(name, rows, kept=kept)


def _few_rows(job: ReturnJob, whole_rows: int) -> SheetText | None:
    """The rows to send back of a long text file, without reading the rest, where that is safe."""
    if len(job.sheets) != 1 or job.sheets[0].read <= whole_rows:
        return None
    sheet = job.sheets[0]
    kept = _rows_kept(job, sheet.sheet, sheet)
    frame = excerpt(job.original, job.encoding, kept)
    return None if frame is None else SheetText(sheet.sheet, frame, kept=kept)


def _rows_kept(job: ReturnJob, name: str, sheet: ReturnSheet | None) -> dict[int, int]:
    """Original row -> row in the return workbook: header, what is above it, rows with findings."""
    header = (sheet.header_row if sheet else None) or 1
    found = {f.row for f in job.findings if f.sheet == name and f.row is not None}
    rows = sorted({*range(1, header + 1), *found})
    return {row: number for number, row in enumerate(rows, start=1)}


def copy_text(grid: Worksheet, text: SheetText, sheet: ReturnSheet | None) -> None:
    """Writes a sheet's text; in columns of numbers a plain number is written as one."""
    columns = sheet.columns.values() if sheet else ()
    numbers = {column for column, _, is_number in columns if is_number}
    header = (sheet.header_row if sheet else None) or 0
    for row, *cells in text.frame.iter_rows():
        target = row if text.kept is None else text.kept[row]
        for column, word in enumerate(cells, start=1):
            if word is None:
                continue
            cell = grid.cell(target, column)
            if column in numbers and row > header and is_plain_number(word):
                cell.value = float(word) if "." in word else int(word)
            else:
                put_text(cell, word)
    if text.kept is None:
        for top, left, bottom, right in text.merged:
            grid.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)


def is_plain_number(text: str) -> bool:
    """Whether Excel shows the number just as it is written: 15 digits, no needless zeros."""
    whole, point, part = text.removeprefix("-").partition(".")
    if not (whole.isascii() and whole.isdigit()) or len(whole) + len(part) > _EXACT_DIGITS:
        return False
    if whole.startswith("0") and whole != "0":
        return False
    if not point:
        return text != "-0"
    return part.isascii() and part.isdigit() and not part.endswith("0")

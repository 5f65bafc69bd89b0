"""What reading hands over: books of sheets of text, and what must be told about them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from warehouse.common.worksheet import COLUMNS

Cell = tuple[int, int]
"""(row, column), both counted from 1 as Excel does."""

Merge = tuple[int, int, int, int]
"""(first row, first column, last row, last column), counted from 1."""


@dataclass(frozen=True)
class Notice:
    """Something to tell about a file (sheet is None), a sheet (cell is None) or one cell.

    `level`: 'error' (it cannot be used), 'confirm' (read, but somebody should look), 'info'.
    """

    sheet: str | None
    cell: str | None
    value: str | None
    rule: str
    level: str
    message: str
    remedy: str


@dataclass(frozen=True)
class Sheet:
    """One sheet as text, nothing guessed. `name`: as etl.naming lets it be told.

    `frame`: `_row` (UInt32, the row's number in the sheet as Excel shows it), then text columns
    `c1`..`cN`, where cK is sheet column K (c1 = A). Empty cells are null, surrounding blanks stay.
    Numbers have no `.0` and no exponent, at most nine decimals; dates are `YYYY-MM-DD`, moments
    `YYYY-MM-DD HH:MM:SS`, times `HH:MM:SS`; booleans `true`/`false`; an error cell holds its text
    (`#DIV/0!`) and stands in `errors` too. `hidden_rows`, `hidden_columns`: None = 未检查.
    `uncached`: cells whose formula was saved without its result; they are null in the frame.
    For CSV a row is a record: a quoted line break does not start a new one, as in Excel.
    """

    name: str
    visibility: str
    frame: pl.DataFrame
    hidden_rows: frozenset[int] | None
    hidden_columns: frozenset[int] | None
    merged: tuple[Merge, ...]
    errors: Mapping[Cell, str]
    uncached: tuple[Cell, ...] = ()


@dataclass(frozen=True)
class Book:
    """One file. `format` is the true one, whatever the name says; `epoch` is 1900 or 1904."""

    path: Path
    format: str
    encoding: str | None
    epoch: int
    sheets: tuple[Sheet, ...]
    notices: tuple[Notice, ...]


@dataclass(frozen=True)
class Limits:
    """What one file may cost. The defaults fit a worker of a few GiB (see etl.isolate).

    `cells` bounds the rectangle of all sheets of a workbook together, empty cells included,
    because the reader allocates it; a full Excel sheet of 57 columns passes. `expanded_bytes`
    bounds what a zipped workbook unpacks to, by its own words and in fact; `ratio` how much
    smaller than that it may be once a part is larger than `ratio_from`.
    """

    file_bytes: int = 2 * 2**30
    legacy_bytes: int = 256 * 2**20
    json_bytes: int = 256 * 2**20
    expanded_bytes: int = 2**30
    ratio: int = 250
    ratio_from: int = 64 * 2**20
    entries: int = 10_000
    sheets: int = 256
    cells: int = 60_000_000
    text_cells: int = 200_000_000
    columns: int = COLUMNS


class UnreadableFile(ValueError):
    """The whole file could not be read; `notice` says why and what to do about it."""

    def __init__(self, notice: Notice, path: Path | None = None) -> None:
        super().__init__(notice, path)  # both in args: the error crosses process borders
        self.notice = notice
        self.path = path

    def __str__(self) -> str:
        place = " › ".join(
            part
            for part in (self.path.name if self.path else None, self.notice.sheet, self.notice.cell)
            if part
        )
        text = f"{self.notice.message}。处理办法：{self.notice.remedy}"
        return f"{place}：{text}" if place else text


@dataclass(frozen=True)
class Outline:
    """What a cheap walk over a sheet tells before (and beside) the reading of its values.

    `rows`, `columns`: number of the last row and column that holds something; it bounds what
    the reader will allocate. None stands for 未检查.
    """

    rows: int = 0
    columns: int = 0
    hidden_rows: frozenset[int] | None = None
    hidden_columns: frozenset[int] | None = None
    merged: tuple[Merge, ...] = ()
    uncached: tuple[Cell, ...] = ()
    long_numbers: tuple[Cell, ...] = ()
    errors: Mapping[Cell, str] | None = None
    is_grid: bool = True
    """False for chart and macro sheets: nothing to read."""

"""The outline of an .ods: extent, hidden rows and columns, merges, error cells.

Rows and cells are written with repeat counts, so the walk adds them up without expanding them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice, product

from etl.reading.archive import Archive, Attributes
from etl.reading.model import Cell, Merge, Outline
from warehouse.common.worksheet import COLUMNS, ROWS

CONTENT = "content.xml"
_MANIFEST = "META-INF/manifest.xml"
_MOST_REPEATED_ERRORS = 10_000
_CELL_TAGS = ("table-cell", "covered-table-cell")


def is_encrypted(archive: Archive) -> bool:
    """Whether the manifest says that parts are encrypted."""
    found = False

    def start(tag: str, _: Attributes) -> None:
        nonlocal found
        found = found or tag == "encryption-data"

    if _MANIFEST in archive:
        archive.parse(_MANIFEST, start)
    return found


def read_outlines(archive: Archive) -> dict[str, Outline]:
    """Name of a sheet -> its outline, in order."""
    walk = _Walk()
    archive.parse(CONTENT, walk.start, walk.end, walk.text)
    return {name: sheet.outline() for name, sheet in walk.sheets.items()}


@dataclass
class _Sheet:
    row: int = 0
    column: int = 0
    row_repeat: int = 1
    row_columns: int = 0  # last column of the row that holds something
    rows: int = 0
    columns: int = 0
    defined_columns: int = 0
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[Merge] = field(default_factory=list)
    errors: dict[Cell, str] = field(default_factory=dict)

    def outline(self) -> Outline:
        return Outline(
            rows=self.rows,
            columns=self.columns,
            hidden_rows=frozenset(row for row in self.hidden_rows if row <= self.rows),
            hidden_columns=frozenset(self.hidden_columns),
            merged=tuple(self.merged),
            errors=self.errors,
        )


@dataclass
class _Walk:
    sheets: dict[str, _Sheet] = field(default_factory=dict)
    sheet: _Sheet | None = None
    cell: Attributes | None = None
    words: list[str] = field(default_factory=list)
    depth: int = 0  # tables within tables

    def start(self, tag: str, attributes: Attributes) -> None:
        if tag == "table":
            self.depth += 1
            if self.depth == 1:
                self.sheet = self.sheets.setdefault(attributes.get("name", ""), _Sheet())
            return
        sheet = self.sheet
        if sheet is None or self.depth > 1:
            return
        if tag == "table-column":
            count = _repeat(attributes, "number-columns-repeated", COLUMNS)
            first = sheet.defined_columns + 1
            sheet.defined_columns += count
            if attributes.get("visibility", "visible") != "visible":
                last = min(sheet.defined_columns, COLUMNS)
                sheet.hidden_columns.update(range(first, last + 1))
        elif tag == "table-row":
            sheet.row_repeat = _repeat(attributes, "number-rows-repeated", ROWS)
            sheet.column = sheet.row_columns = 0
            if attributes.get("visibility", "visible") != "visible":
                last = min(sheet.row + sheet.row_repeat, ROWS)
                sheet.hidden_rows.update(range(sheet.row + 1, last + 1))
        elif tag in _CELL_TAGS:
            self.cell, self.words = attributes, []

    def text(self, text: str) -> None:
        if self.cell is not None:
            self.words.append(text)

    def end(self, tag: str) -> None:
        if tag == "table":
            self.depth -= 1
            if self.depth == 0:
                self.sheet = None
        elif self.sheet is not None and self.depth == 1:
            if tag in _CELL_TAGS and self.cell is not None:
                self._cell(self.sheet, self.cell)
                self.cell = None
            elif tag == "table-row":
                sheet = self.sheet
                if sheet.row_columns:
                    sheet.rows = sheet.row + sheet.row_repeat
                    sheet.columns = max(sheet.columns, sheet.row_columns)
                sheet.row += sheet.row_repeat

    def _cell(self, sheet: _Sheet, cell: Attributes) -> None:
        repeat = _repeat(cell, "number-columns-repeated", COLUMNS)
        row, column = sheet.row + 1, sheet.column + 1
        text = "".join(self.words)
        if text or "value-type" in cell:
            sheet.row_columns = sheet.column + repeat
        if cell.get("value-type") == "error" or (text.startswith("#") and "formula" in cell):
            places = product(range(row, row + sheet.row_repeat), range(column, column + repeat))
            sheet.errors.update(
                dict.fromkeys(islice(places, _MOST_REPEATED_ERRORS), text or "#ERROR")
            )
        across = _repeat(cell, "number-columns-spanned", COLUMNS)
        down = _repeat(cell, "number-rows-spanned", ROWS)
        if across > 1 or down > 1:
            sheet.merged.append((row, column, row + down - 1, column + across - 1))
        sheet.column += repeat


def _repeat(attributes: Attributes, name: str, most: int) -> int:
    """A repeat or span count, 1 when absent or absurd, never more than a sheet has."""
    text = attributes.get(name, "1")
    if not text.isdecimal():
        return 1
    return max(1, min(int(text[:12]), most))

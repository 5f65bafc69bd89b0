"""How we write on a county's sheet: our colours, and text that can never become a formula."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from openpyxl.cell import Cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from warehouse.common.columns import LINE_POINTS, row_height
from warehouse.common.worksheet import beginning

AUTHOR = "普查数据核对"
_EDGE = Side(style="thin", color="BFBFBF")
_GRID = Border(left=_EDGE, right=_EDGE, top=_EDGE, bottom=_EDGE)

FILLS: Mapping[str, PatternFill] = {
    "error": PatternFill("solid", fgColor="FFC7CE"),
    "confirm": PatternFill("solid", fgColor="FFEB9C"),
    "none": PatternFill(),
}
"""Level of a finding -> colour of its cell; `info` wants nothing and is not coloured."""


@dataclass(frozen=True)
class Look:
    """The look of a cell that we add."""

    font: Font
    fill: PatternFill | None = None
    wraps: bool = True
    is_open: bool = False

    def apply(self, cell: Cell) -> None:
        """Gives the cell this look; an open one may be filled in on a protected sheet too."""
        cell.font = self.font
        cell.alignment = Alignment(wrap_text=self.wraps, vertical="top")
        cell.border = _GRID
        if self.fill is not None:
            cell.fill = self.fill
        cell.protection = Protection(locked=not self.is_open)


HEAD = Look(Font(bold=True), PatternFill("solid", fgColor="F8CBAD"))
REASON = Look(Font(color="9C0006"))
ANSWER = Look(Font(), PatternFill("solid", fgColor="E2EFDA"), is_open=True)
PLAIN = Look(Font())
FAINT = Look(Font(color="808080", size=8), wraps=False)
TITLE_FONT = Font(bold=True, size=14)


def fit_height(grid: Worksheet, row: int, cells: Mapping[int, str]) -> None:
    """Makes a row high enough for texts that we wrote into it (column -> text); never lower."""
    widths = {n: grid.column_dimensions[get_column_letter(n)].width for n in cells}
    needed = row_height((text, widths[column]) for column, text in cells.items())
    if needed > (grid.row_dimensions[row].height or LINE_POINTS):
        grid.row_dimensions[row].height = needed


def print_across(grid: Worksheet, last_row: int, last_column: int) -> None:
    """Prints the sheet on A4 across, as wide as one page."""
    grid.page_setup.orientation = grid.ORIENTATION_LANDSCAPE
    grid.page_setup.paperSize = grid.PAPERSIZE_A4
    grid.page_setup.fitToHeight = 0
    grid.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    grid.print_area = f"A1:{get_column_letter(last_column)}{last_row}"


def safe_text(text: str) -> str:
    """Text that fits a cell: no control characters, not longer than Excel takes."""
    return beginning(ILLEGAL_CHARACTERS_RE.sub("", text))


def put_text(cell: Cell, text: str) -> None:
    """Writes text as text, whatever it begins with, even after it is edited and saved as CSV."""
    cell.value = safe_text(text)
    cell.data_type = "s"
    cell.quotePrefix = text.startswith(("=", "+", "-", "@", "\t"))

"""How we write on a county's sheet: our colours, and text that can never become a formula."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from openpyxl.cell import Cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side

AUTHOR = "普查数据核对"
CELL_LENGTH = 32_767  # what a cell of Excel holds
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


def safe_text(text: str) -> str:
    """Text that fits a cell: no control characters, not longer than Excel takes."""
    text = ILLEGAL_CHARACTERS_RE.sub("", text)
    return text if len(text) <= CELL_LENGTH else text[: CELL_LENGTH - 1] + "…"


def put_text(cell: Cell, text: str) -> None:
    """Writes text as text, whatever it begins with, even after it is edited and saved as CSV."""
    cell.value = safe_text(text)
    cell.data_type = "s"
    cell.quotePrefix = text.startswith(("=", "+", "-", "@", "\t"))

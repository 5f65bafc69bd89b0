"""Keeps the last results of formulas, which openpyxl drops when it saves a workbook.

Without them the workbook shows empty cells in every preview, and reads as empty when it comes back
from a program that did not calculate.
"""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

import openpyxl
from openpyxl.cell.cell import ERROR_CODES
from openpyxl.utils.datetime import to_excel
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

# A formula cell as openpyxl writes it: <c r="A2" s="1"><f>A1+1</f><v /></c>, with lxml <v></v>
_FORMULA = re.compile(
    r'<c r="([A-Z]+\d+)"((?: s="\d+")?)>(<f\b[^>]*?(?:/>|>.*?</f>))(?:<v ?/>|<v></v>)</c>',
    re.DOTALL,
)


Result = tuple[str, str]
"""Type attribute of a cell and the text of its value, as they stand in the sheet's XML."""

Results = dict[str, dict[str, Result]]
"""Sheet -> cell -> result."""


def cached_values(path: Path, book: Workbook) -> Results:
    """The last results of the formula cells of `book`, as they stand in its file."""
    formulas = {
        sheet.title: [cell.coordinate for cell in sheet._cells.values() if cell.data_type == "f"]
        for sheet in book.worksheets
        if isinstance(sheet, Worksheet)
    }
    if not any(formulas.values()):
        return {}
    values = openpyxl.load_workbook(path, data_only=True)
    results: Results = {}
    for title, cells in formulas.items():
        found = {cell: _result(values[title][cell].value, book.epoch) for cell in cells}
        results[title] = {cell: result for cell, result in found.items() if result is not None}
    return results


def _result(value: object, epoch: dt.datetime) -> Result | None:
    """None when there is no result: the program that saved the file did not calculate."""
    if value is None:
        return None
    if isinstance(value, bool):
        return ' t="b"', str(int(value))
    if isinstance(value, int | float):
        return "", repr(value)
    if isinstance(value, dt.datetime | dt.date | dt.time | dt.timedelta):
        return "", repr(to_excel(value, epoch))
    text = str(value)
    return (' t="e"' if text in ERROR_CODES else ' t="str"'), escape(text)


def keep_cached_values(path: Path, sheets: Sequence[str], results: Results) -> None:
    """Writes the results beside the formulas of a workbook that openpyxl saved at `path`.

    `sheets`: titles of its worksheets in order, as openpyxl numbers its parts.
    """
    parts = {
        f"xl/worksheets/sheet{number}.xml": results[title]
        for number, title in enumerate(sheets, start=1)
        if title in results
    }
    temporary = path.with_name(f"{path.name}~")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name in parts:
                content = _filled(content.decode("utf-8"), parts[name]).encode("utf-8")
            new.writestr(name, content)
    temporary.replace(path)


def _filled(xml: str, results: Mapping[str, Result]) -> str:
    def fill(match: re.Match[str]) -> str:
        cell, style, formula = match.groups()
        if cell not in results:
            return match.group(0)
        kind, text = results[cell]
        return f'<c r="{cell}"{style}{kind}>{formula}<v>{text}</v></c>'

    return _FORMULA.sub(fill, xml)

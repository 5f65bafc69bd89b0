"""An answer as a file: a workbook, a CSV that is safe to open with a spreadsheet, Parquet."""

from __future__ import annotations

import datetime as dt
import decimal
import io
import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.parquet
import xlsxwriter

from dashboard.desk import cells
from warehouse.common import worksheet
from warehouse.output import csv_for_spreadsheets
from warehouse.sandbox.query import Answer, Query
from warehouse.tuples import rows_of

SHEET_ROWS = worksheet.ROWS - 1  # beside the header
WIDTH = 16
_DIGITS = 15  # a spreadsheet keeps no more: longer numbers are written as text
_DATE, _MOMENT = "yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss"


class TooLong(ValueError):
    """More rows, or a longer text, than the format holds; fit to show."""


def csv(answer: Answer, heads: Sequence[str], _query: Query) -> bytes:
    """UTF-8 with a byte order mark; what would be a formula has an apostrophe before it."""
    return csv_for_spreadsheets(heads, rows_of(answer.table)).encode()


def parquet(answer: Answer, _heads: Sequence[str], _query: Query) -> bytes:
    """With the columns' own names and types; the titles are for people."""
    content = io.BytesIO()
    pa.parquet.write_table(_distinct(answer.table), content)
    return content.getvalue()


def xlsx(answer: Answer, heads: Sequence[str], query: Query) -> bytes:
    """The rows with their types under a frozen header, and a sheet that says what they are."""
    if answer.table.num_rows > SHEET_ROWS:
        raise TooLong(
            f"结果有 {answer.table.num_rows:,} 行，工作簿一张表最多 {SHEET_ROWS:,} 行。"
            "请下载 CSV 或 Parquet"
        )
    content = io.BytesIO()
    safe = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(content, safe) as book:
        bold = book.add_format({"bold": True, "bottom": 1})
        dates = {
            kind: book.add_format({"num_format": form, "align": "left"})
            for kind, form in (("date", _DATE), ("moment", _MOMENT))
        }
        sheet = book.add_worksheet("数据")
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, max(0, len(heads) - 1), WIDTH)
        for place, head in enumerate(heads):
            _write_text(sheet, (0, place), head, f"第 {place + 1} 列的列名", bold)
        for number, row in enumerate(rows_of(answer.table), start=1):
            for place, value in enumerate(row):
                _write(sheet, (number, place), value, dates, heads)
        _explain(book, bold, answer, heads, query)
    return content.getvalue()


MAKERS: Mapping[str, tuple[Callable[[Answer, Sequence[str], Query], bytes], str]] = {
    "csv": (csv, "text/csv; charset=utf-8"),
    "parquet": (parquet, "application/vnd.apache.parquet"),
    "xlsx": (xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
"""ending -> what makes the file, its media type."""


def _write(
    sheet: Any, at: tuple[int, int], value: Any, dates: Mapping[str, Any], heads: Sequence[str]
) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(*at, value)
    elif isinstance(value, int | float | decimal.Decimal) and _is_exact(value):
        sheet.write_number(*at, value)
    elif isinstance(value, dt.datetime) and value.year >= 1900:
        sheet.write_datetime(*at, value.replace(tzinfo=None), dates["moment"])
    elif isinstance(value, dt.date) and not isinstance(value, dt.datetime) and value.year >= 1900:
        sheet.write_datetime(*at, value, dates["date"])
    else:
        number, place = at
        shown = value if isinstance(value, str) else cells.text(value)
        _write_text(sheet, at, shown, f"第 {number} 行“{heads[place]}”")


def _write_text(sheet: Any, at: tuple[int, int], text: str, where: str, form: Any = None) -> None:
    """The whole text or none of the workbook: a part would be taken for the whole."""
    if (length := worksheet.characters(text)) > worksheet.CELL_CHARACTERS:
        raise TooLong(
            f"{where}有 {length:,} 个字符，工作簿一格最多 {worksheet.CELL_CHARACTERS:,} 个。"
            "请下载 CSV 或 Parquet，或在语句里截短（left(列, 30000)）"
        )
    sheet.write_string(*at, text, form)


def _is_exact(value: Any) -> bool:
    if isinstance(value, decimal.Decimal):
        return value.is_finite() and len(value.normalize().as_tuple().digits) <= _DIGITS
    return math.isfinite(value) and (not isinstance(value, int) or abs(value) < 10**_DIGITS)


def _explain(book: Any, bold: Any, answer: Answer, heads: Sequence[str], query: Query) -> None:
    sheet = book.add_worksheet("口径")
    sheet.set_column(0, 0, WIDTH)
    sheet.set_column(1, 1, 6 * WIDTH)
    told = [
        ("行数", answer.told()),
        ("数据版本", f"{answer.version}（{query.role}）"),
        *((f"参数 ${name}", str(value)) for name, value in query.params.items()),
        ("查询语句", query.sql),
        *(
            (f"列 {name}", head)
            for name, head in zip(answer.table.column_names, heads, strict=True)
        ),
    ]
    parts = ((what, part) for what, said in told for part in worksheet.pieces(said))
    for number, (what, part) in enumerate(parts):
        _write_text(sheet, (number, 0), what, what[:WIDTH], bold)
        sheet.write_string(number, 1, part)


def _distinct(table: pa.Table) -> pa.Table:
    """Parquet's readers want every column to have a name of its own."""
    seen: dict[str, int] = {}
    names = []
    for name in table.column_names:
        seen[name] = seen.get(name, 0) + 1
        names.append(name if seen[name] == 1 else f"{name}_{seen[name]}")
    return table.rename_columns(names)

"""Workbooks of all four formats: outlines first (they bound the cost), then calamine's values."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import fastexcel
import polars as pl

from etl.reading import ods, package, xls, xlsb, xlsx
from etl.reading.address import cell_address, list_columns, list_numbers
from etl.reading.archive import Archive
from etl.reading.cfb import CompoundFile
from etl.reading.model import Cell, Limits, Notice, Outline, Sheet
from etl.reading.rules import notice, refusal
from etl.reading.sniff import SUFFIXES, ZIP
from etl.reading.tidy import moments_as_iso

_ERRORS = {
    "Div0": "#DIV/0!",
    "NA": "#N/A",
    "Name": "#NAME?",
    "Null": "#NULL!",
    "Num": "#NUM!",
    "Ref": "#REF!",
    "Value": "#VALUE!",
    "GettingData": "#GETTING_DATA",
    "Spill": "#SPILL!",
    "Calc": "#CALC!",
}
_ERROR = re.compile(r"Error\((\w+)")
_SERIAL = re.compile(r"value: (-?[\d.]+(?:e-?\d+)?)")  # in a date format, but no date
_DURATION = re.compile(r'DurationIso\("([^"]*)"')
_VISIBILITY = {"visible": "visible", "hidden": "hidden", "veryhidden": "very_hidden"}
_SHOWN = 5


@dataclass(frozen=True)
class Plan:
    """What is known of a workbook before its values are read; an outline per sheet, in order."""

    format: str
    epoch: int
    outlines: tuple[Outline, ...]
    names: tuple[str, ...]


def plan_workbook(path: Path, packing: str, limits: Limits) -> Plan:
    """Format, epoch and outlines; refuses what is protected, damaged, hostile or too large."""
    plan = _plan_zip(path, limits) if packing == ZIP else _plan_cfb(path, limits)
    if not plan.outlines:
        raise refusal("F4", "工作簿中没有工作表", path)
    if len(plan.outlines) > limits.sheets:
        raise refusal("F5", f"工作簿有 {len(plan.outlines)} 张工作表，超过上限", path)
    cells = 0
    for index, outline in enumerate(plan.outlines):
        cells += outline.rows * outline.columns
        if _too_large(cells, outline, limits):
            sheet = plan.names[index] if index < len(plan.names) else None
            far = cell_address(outline.rows, outline.columns)
            message = f"工作表一直用到 {far} 附近，共约 {cells:,} 个单元格，超过上限"
            raise refusal("F5", message, path, sheet=sheet)
    return plan


def _too_large(cells: int, outline: Outline, limits: Limits) -> bool:
    return cells > limits.cells or outline.columns > limits.columns


def _plan_zip(path: Path, limits: Limits) -> Plan:
    with Archive(path, limits) as archive:
        if ods.is_encrypted(archive):
            raise refusal("F3", "文件有密码保护，无法读取", path)
        archive.refuse_dtd()
        if ods.CONTENT in archive:
            outlines = ods.read_outlines(archive)
            return Plan("ods", 1900, tuple(outlines.values()), tuple(outlines))
        part = package.workbook_part(archive)
        if part is None or not part.lower().endswith((".xml", ".bin")):
            raise refusal("F2", "这是压缩包，里面不是工作簿", path)
        if not part.lower().rpartition("/")[2].startswith("workbook"):
            raise refusal("F2", f"这是其他 Office 文档（{part}），不是工作簿", path)
        if part.lower().endswith(".bin"):
            book = xlsb.read_workbook_part(archive, part)
            found = [xlsb.outline(archive, sheet) for sheet in book.sheets]
        else:
            book = package.read_workbook_part(archive, part)
            found = [_xlsx_outline(archive, sheet, limits) for sheet in book.sheets]
        _walk_rest(archive)
        kind = "xlsb" if part.lower().endswith(".bin") else "xlsx"
        return Plan(kind, book.epoch, tuple(found), tuple(sheet.name for sheet in book.sheets))


def _xlsx_outline(archive: Archive, sheet: package.SheetPart, limits: Limits) -> Outline:
    """The outline; formatted but empty cells count only as long as that does no harm."""
    outline = xlsx.outline(archive, sheet)
    if _too_large(outline.rows * outline.columns, outline, limits):
        return xlsx.outline(archive, sheet, exact=True)
    return outline


def _walk_rest(archive: Archive) -> None:
    """Unpacks, to be measured, the other parts that calamine reads whole."""
    for name in archive.names():
        if name.rpartition("/")[2].startswith(("sharedstrings.", "styles.")):
            for _ in archive.stream(name):
                pass


def _plan_cfb(path: Path, limits: Limits) -> Plan:
    file = CompoundFile(path, limits)
    names = file.names()
    if "encryptedpackage" in names:
        raise refusal("F3", "文件有密码保护，无法读取", path)
    if not names & {"workbook", "book"}:
        other = "Word 文档" if "worddocument" in names else "其他 Office 文档"
        raise refusal("F2", f"这是{other}，不是工作簿", path)
    epoch, outlines = xls.read_outlines(file)
    return Plan("xls", epoch, tuple(outlines), ())


def read_sheets(path: Path, plan: Plan) -> tuple[list[Sheet], list[Notice]]:
    """The sheets with their values. calamine's own errors and panics pass through."""
    sheets: list[Sheet] = []
    notices: list[Notice] = []
    with _named_rightly(path, plan.format) as name:
        reader = fastexcel.read_excel(name)
        for index, title in enumerate(reader.sheet_names):
            outline = _outline_of(plan, index, title, len(reader.sheet_names))
            if not outline.is_grid:
                notices.append(notice("F17", f"“{title}”不是单元格工作表", sheet=title))
                continue
            sheet = _sheet(reader, index, title, outline, plan.epoch)
            sheets.append(sheet)
            notices += _notices(sheet, outline)
    return sheets, notices


def _outline_of(plan: Plan, index: int, title: str, count: int) -> Outline:
    """By place where both lists agree, else by name; an unknown sheet is 未检查."""
    if len(plan.outlines) == count:
        return plan.outlines[index]
    return dict(zip(plan.names, plan.outlines, strict=False)).get(title, Outline())


@contextmanager
def _named_rightly(path: Path, true_format: str) -> Iterator[str]:
    """A name for calamine, which goes by the extension: a link when the file's own misleads."""
    whole = str(path.resolve())
    if path.suffix.lower() in SUFFIXES[true_format] and whole.isprintable():
        yield whole
        return
    with tempfile.TemporaryDirectory(prefix="pucha-") as folder:
        link = Path(folder) / f"book.{true_format}"
        link.symlink_to(path.resolve())
        yield str(link)


def _sheet(
    reader: fastexcel.ExcelReader, index: int, title: str, outline: Outline, epoch: int
) -> Sheet:
    # without header_row and with skip_rows=0 the rows start at the sheet's first row
    loaded = reader.load_sheet(index, header_row=None, skip_rows=0, dtypes="string")
    batch, failed = loaded.to_arrow_with_errors()
    table = pl.from_arrow(batch)
    assert isinstance(table, pl.DataFrame)
    places = [column.absolute_index + 1 for column in loaded.selected_columns]
    values = dict(zip((f"c{place}" for place in places), table.get_columns(), strict=True))
    del batch, table
    height = loaded.height if values else 0
    frame = pl.DataFrame(
        [
            values[name].alias(name)
            if name in values
            else pl.Series(name, [None] * height, pl.String)
            for name in (f"c{place}" for place in range(1, max(places, default=0) + 1))
        ]
    ).with_row_index("_row", 1)
    errors = dict(outline.errors or {})
    others: dict[Cell, str] = {}
    for failure in failed.errors if failed else ():
        row, column = failure.position
        cell = (row + 1, places[column])
        if found := _ERROR.search(failure.detail):
            errors[cell] = _ERRORS.get(found.group(1), f"#{found.group(1).upper()}")
        elif told := _SERIAL.search(failure.detail) or _DURATION.search(failure.detail):
            others[cell] = told.group(1).removesuffix(".0")
    frame = _with_cells(moments_as_iso(_with_cells(frame, others), epoch), errors)
    return Sheet(
        name=title,
        visibility=_VISIBILITY.get(loaded.visible, "unknown"),
        frame=frame,
        hidden_rows=_within(outline.hidden_rows, frame.height),
        hidden_columns=_within(outline.hidden_columns, frame.width - 1),
        merged=outline.merged,
        errors=errors,
        uncached=outline.uncached,
    )


def _within(numbers: frozenset[int] | None, last: int) -> frozenset[int] | None:
    """Without the rows or columns beyond the data: hiding nothing is not worth telling."""
    return None if numbers is None else frozenset(n for n in numbers if n <= last)


def _with_cells(frame: pl.DataFrame, cells: Mapping[Cell, str]) -> pl.DataFrame:
    """The frame with some cells' text set."""
    by_column: dict[str, dict[int, str]] = {}
    for (row, column), text in cells.items():
        by_column.setdefault(f"c{column}", {})[row] = text
    return frame.with_columns(
        pl.coalesce(
            pl.col("_row").replace_strict(
                list(texts), list(texts.values()), default=None, return_dtype=pl.String
            ),
            pl.col(name),
        ).alias(name)
        for name, texts in by_column.items()
        if name in frame.columns
    )


def _notices(sheet: Sheet, outline: Outline) -> list[Notice]:
    told: list[Notice] = []
    if sheet.visibility in ("hidden", "very_hidden"):
        told.append(notice("F11", "工作表是隐藏的", sheet=sheet.name))
    if sheet.hidden_rows:
        rows = list_numbers(sheet.hidden_rows)
        cell = cell_address(min(sheet.hidden_rows), 1)
        told.append(notice("F11", f"第 {rows} 行是隐藏的", sheet=sheet.name, cell=cell))
    if sheet.hidden_columns:
        columns = list_columns(sheet.hidden_columns)
        cell = cell_address(1, min(sheet.hidden_columns))
        told.append(notice("F11", f"{columns} 列是隐藏的", sheet=sheet.name, cell=cell))
    told += _cells_notice(sheet, "F10", "的公式没有保存计算结果，读不到值", outline.uncached)
    told += _cells_notice(
        sheet, "F13", "的编码以数字保存，超过 15 位，末尾可能已变", outline.long_numbers
    )
    return told


def _cells_notice(sheet: Sheet, rule: str, message: str, cells: tuple[Cell, ...]) -> list[Notice]:
    """One notice for all cells of a kind: the first by address and value, some more by address."""
    if not cells:
        return []
    shown = "、".join(cell_address(*cell) for cell in cells[:_SHOWN])
    if len(cells) > _SHOWN:
        shown += f" 等 {len(cells)} 个单元格"
    row, column = cells[0]
    name = f"c{column}"
    value = None
    if name in sheet.frame.columns and row <= sheet.frame.height:
        value = sheet.frame[name][row - 1]
    address = cell_address(row, column)
    return [notice(rule, f"{shown}{message}", sheet=sheet.name, cell=address, value=value)]

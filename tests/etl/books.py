"""Small county workbooks for tests of loading, written from the contracts."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import openpyxl
from openpyxl.workbook import Workbook

from etl.contract import load_contracts
from etl.forms.example import example_row

Row = Mapping[str, object]
AS_OF = date(2021, 3, 21)
WEEK = timedelta(days=7)
TITLE_ROWS = 2
FIRST_ROW = TITLE_ROWS + 2
"""Rows of a form: title, facts, header, then data from this row on."""


def site(number: int, **changes: object) -> dict[str, object]:
    """A correct row of 隐患点台账 with its own number; `changes` by column name, None = empty."""
    row = {
        **example_row(load_contracts()["hazard_site"]),
        "site_id": f"370212{number:04d}",
        "site_name": f"示例社区{number}号滑坡",
        "area_code": "370212",
        "longitude": round(120.5 + number / 1000, 6),
        **changes,
    }
    return {name: value for name, value in row.items() if value is not None}


def task(number: int, done: int = 100, **changes: object) -> dict[str, object]:
    """A correct row of 普查进度周报表: `done` of 400 objects through all steps but the last."""
    row = {
        "area_code": "370212",
        "task_code": f"T{number:03d}",
        "task_name": f"示例任务{number}",
        "listed_objects": 420,
        "required_objects": 400,
        "collected_objects": done,
        "proofread_objects": done,
        "inspected_objects": done,
        "returned_objects": 0,
        "corrected_objects": 0,
        "passed_objects": done,
        "submitted_objects": 0,
        "task_status": "调查",
        "documents": 1,
        "maps": 1,
        "datasets": 1,
        **changes,
    }
    return {name: value for name, value in row.items() if value is not None}


def area(code: str, name: str, level: str, parent: str) -> dict[str, object]:
    """A row of 行政区划."""
    return {"area_code": code, "area_name": name, "area_level": level, "parent_code": parent}


@dataclass(frozen=True)
class Form:
    """One sheet: a source's rows, who sends it, and up to when. `unit`, `as_of` None: not said."""

    source: str
    rows: Sequence[Row]
    unit: str | None = "崂山区"
    as_of: date | None = AS_OF
    sheet: str | None = None
    extra: Mapping[str, Sequence[object]] = field(default_factory=dict)
    """Caption -> cells of a column that no contract knows."""

    @property
    def columns(self) -> list[str]:
        """The columns that some row fills, in the contract's order."""
        contract = load_contracts()[self.source]
        return [c.name for c in contract.columns if any(c.name in row for row in self.rows)]

    def lines(self) -> list[list[object]]:
        """The sheet cell by cell."""
        contract = load_contracts()[self.source]
        unit = f"填报单位：{self.unit}" if self.unit else ""
        day = f"统计截至日期：{self.as_of:%Y年%m月%d日}" if self.as_of else ""
        head: list[object] = [contract.column(name).title for name in self.columns]
        body = [[row.get(name) for name in self.columns] for row in self.rows]
        for caption, cells in self.extra.items():
            head.append(caption)
            for line, cell in zip(body, cells, strict=True):
                line.append(cell)
        return [[contract.title], [f"{unit}　{day}"], head, *body]


def write_book(path: Path, *forms: Form) -> Path:
    """Writes the forms as the sheets of one xlsx."""
    book = Workbook()
    book.remove(book.active)
    for form in forms:
        sheet = book.create_sheet(form.sheet or load_contracts()[form.source].sheet[0])
        for line in form.lines():
            sheet.append(line)
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return path


def write_csv(path: Path, form: Form, encoding: str = "utf-8") -> Path:
    """Writes one form as CSV."""
    text = io.StringIO()
    csv.writer(text).writerows(form.lines())
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def column_of(path: Path, sheet: str, caption: str, header_row: int = TITLE_ROWS + 1) -> int:
    """The number of the column with this caption."""
    cells = openpyxl.load_workbook(path)[sheet][header_row]
    return next(c.column for c in cells if c.value == caption)

"""Contract -> the workbook that a county fills in: captions, notes, drop-downs, one example row.

Sheets: the form itself, 填表说明 (what every column means, which checks it must pass) and, only
when a list is too long for a drop-down of its own, 代码表.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from xlsxwriter.utility import xl_col_to_name

from etl.codes import load_code_list
from etl.contract import Column, Contract
from etl.forms.example import example_row, example_value
from etl.forms.guide import caption_note, meaning, range_words, write_guide
from etl.forms.workbook import (
    EXAMPLE_LOOK,
    INLINE_LIST_LIMIT,
    LAST_ENTRY_ROW,
    NO,
    YES,
    Form,
    close_workbook,
    draw_grid,
    make_styles,
    open_workbook,
    write_head,
    write_rows,
)

CODES_SHEET = "代码表"
UNIT_LABEL, AS_OF_LABEL = "填报单位：", "统计截至日期："
GRID_ROWS = 30  # rows that carry lines from the start; formats and drop-downs reach further
_PROMPT_LIMIT = 255
_FIRST_DATE = dt.date(1949, 1, 1)  # 重大历史灾害自 1949 年起：这些表里没有更早的日期
_LINES = (
    None,  # 填报单位 and 统计截至日期: cells of their own
    (
        "灰色斜体的一行是示例：请从该行起填写，把示例覆盖掉；原样留下的示例不会被当作数据。"
        "带 * 的列必填；各列含义见批注和“填表说明”。",
        "line",
    ),
)


@dataclass
class _CodeColumns:
    """The lists too long for a typed drop-down, each a column of the sheet 代码表."""

    words: dict[str, list[str]] = field(default_factory=dict)

    def source(self, name: str, words: list[str]) -> list[str] | str:
        """What the drop-down reads: the words themselves, or their place in 代码表."""
        if len(",".join(words)) <= INLINE_LIST_LIMIT:
            return words
        self.words.setdefault(name, words)
        letter = xl_col_to_name(list(self.words).index(name), col_abs=True)
        return f"='{CODES_SHEET}'!{letter}$2:{letter}${len(words) + 1}"


def write_template(contract: Contract, path: Path) -> None:
    """Writes the workbook to fill in for one source. WorkbookError when it cannot be written."""
    book = open_workbook(path, title=f"{contract.title}（填报模板）", comments=contract.description)
    styles = make_styles(book)
    form = Form(contract, lines=_LINES, mark_required=True)
    codes = _CodeColumns()
    sheet = write_head(book, styles, form)
    _write_entry_line(sheet, styles, codes)
    _write_notes(sheet, form)
    _write_example(book, sheet, form)
    for index, column in enumerate(contract.columns):
        if rule := _validation(column, codes):
            sheet.data_validation(form.first_row, index, LAST_ENTRY_ROW, index, rule)
    draw_grid(book, sheet, form.first_row, form.first_row + GRID_ROWS, len(contract.columns) - 1)
    write_guide(book, styles, contract)
    _write_codes(book, styles, codes)
    close_workbook(book)


def _write_entry_line(sheet: Any, styles: Mapping[str, Any], codes: _CodeColumns) -> None:
    sheet.set_row(1, 22)
    sheet.write_string(1, 0, UNIT_LABEL, styles["label"])
    sheet.merge_range(1, 1, 1, 2, "", styles["entry"])
    sheet.write_string(1, 3, AS_OF_LABEL, styles["label"])
    sheet.merge_range(1, 4, 1, 5, "", styles["entry_date"])
    units = [title for _, title in load_code_list("unit").titles]
    source = codes.source("填报单位", units)
    sheet.data_validation(1, 1, 1, 1, _list_rule(source, "选报送单位的全称"))
    sheet.data_validation(1, 4, 1, 4, _date_rule("本表数据统计到哪一天，如 2021-03-21"))


def _write_notes(sheet: Any, form: Form) -> None:
    bottom = form.first_row - 1
    for index, column in enumerate(form.contract.columns):
        row = bottom if column.group else bottom - form.header_rows + 1
        options = {"author": form.contract.owner, "x_scale": 2.2, "y_scale": 1.8}
        sheet.write_comment(row, index, caption_note(form.contract, column), options)


def _write_example(book: Any, sheet: Any, form: Form) -> None:
    styles = make_styles(book, **EXAMPLE_LOOK)
    write_rows(sheet, styles, form, [example_row(form.contract)])
    for index, column in enumerate(form.contract.columns):
        if example_value(column) is None:
            sheet.write_blank(form.first_row, index, None, styles["text"])


def _validation(column: Column, codes: _CodeColumns) -> dict[str, object] | None:
    prompt = "；".join(meaning(column))[:_PROMPT_LIMIT]
    if column.type == "boolean":
        return _list_rule([YES, NO], prompt)
    if column.code_list is not None and column.type != "multi":
        words = [title for _, title in column.code_list.titles]
        return _list_rule(codes.source(column.title, words), prompt)
    if column.type == "date":
        return _date_rule(prompt)
    if column.type in ("integer", "number") and column.minimum is not None:
        return _number_rule(column, prompt)
    return {"validate": "any", "input_message": prompt} if prompt else None


def _list_rule(source: list[str] | str, prompt: str) -> dict[str, object]:
    return {
        "validate": "list",
        "source": source,
        "input_message": prompt,
        "error_title": "不在可选项中",
        "error_message": "请从下拉列表中选择。",
    }


def _date_rule(prompt: str) -> dict[str, object]:
    return {
        "validate": "date",
        "criteria": ">=",
        "value": _FIRST_DATE,
        "input_message": prompt,
        "error_title": "不是日期",
        "error_message": "请填日期，如 2021-03-21。",
    }


def _number_rule(column: Column, prompt: str) -> dict[str, object]:
    bounds: dict[str, object] = (
        {"criteria": ">=", "value": column.minimum}
        if column.maximum is None
        else {"criteria": "between", "minimum": column.minimum, "maximum": column.maximum}
    )
    return {
        "validate": "integer" if column.type == "integer" else "decimal",
        **bounds,
        "input_message": prompt,
        "error_title": "数值不合要求",
        "error_message": f"应为{range_words(column)}。",
    }


def _write_codes(book: Any, styles: Mapping[str, Any], codes: _CodeColumns) -> None:
    if not codes.words:
        return
    sheet = book.add_worksheet(CODES_SHEET)
    for index, (name, words) in enumerate(codes.words.items()):
        sheet.set_column(index, index, 24)
        sheet.write_string(0, index, name, styles["head"])
        sheet.write_column(1, index, words, styles["text"])

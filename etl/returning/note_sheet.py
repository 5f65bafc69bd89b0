"""The sheet 退回说明 of a return workbook: what to do, counts, every finding, the mark."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from etl.findings import Finding, rule_titles
from etl.returning.return_job import ReturnJob, ReturnSheet
from etl.returning.returned import LIST_HEADER, MARK_LABEL, NOTE_SHEET, Mark
from etl.returning.sheet_style import (
    ANSWER,
    FAINT,
    FILLS,
    HEAD,
    PLAIN,
    TITLE_FONT,
    fit_height,
    print_across,
    put_text,
)

LISTED = 5_000
"""Findings listed one by one in the sheet; the rest is counted by rule."""

LEVEL_WORDS = {"error": "须改正", "confirm": "改正或说明", "info": "知悉"}
_WIDTHS = (22, 20, 10, 22, 12, 24, 60, 44, 32)
_COUNTS = ("工作表", "来源", "报送单位", "统计截至日期", "读到行数", "接收", "退回", "跳过")
_STEPS = (
    "怎么办：",
    "1. 红色单元格须改正；改正后该行才能入库。",
    "2. 黄色单元格请核对：有误的改正，无误的在该行右侧“说明”栏（或本表“说明”栏）写明情况。",
    "3. 请直接在本工作簿中改，不要删除本表，不要改动“识别码”；表头只在“处理办法”要求时改。"
    "改完后整个工作簿报回。",
    "4. 说明栏请勿填写姓名、身份证号、电话号码。",
)


def write_note_sheet(book: Workbook, job: ReturnJob, mark: Mark, partial: Collection[str]) -> None:
    """Adds the sheet 退回说明 in front of the others and opens the workbook on it."""
    grid = book.create_sheet(NOTE_SHEET, 0)
    book.active = 0
    for other in book.worksheets[1:]:
        other.sheet_view.tabSelected = False
    for column, width in enumerate(_WIDTHS, start=1):
        grid.column_dimensions[get_column_letter(column)].width = width
    put_text(grid["A1"], "退回修正单")
    grid["A1"].font = TITLE_FONT
    row = _write_lines(
        grid, 2, (f"原文件：{job.file}", *_STEPS, *_partial_lines(job.sheets, partial))
    )
    row = _write_counts(grid, row + 1, job.sheets)
    row = _write_findings(grid, row + 1, job.findings, job.notes)
    print_across(grid, row, len(_WIDTHS))
    cell = grid.cell(row + 1, 1)
    put_text(cell, f"{MARK_LABEL}{mark.to_text()}")
    FAINT.apply(cell)


def _partial_lines(sheets: Sequence[ReturnSheet], partial: Collection[str]) -> list[str]:
    return [
        f"“{s.sheet}”共 {s.read} 行，这里只列出有问题的行（原行号见最右一列）："
        "请在原表中改正后把原表整表重报；说明可以写在这里报回。"
        for s in sheets
        if s.sheet in partial
    ]


def _write_lines(grid: Worksheet, row: int, lines: Iterable[str]) -> int:
    for line in lines:
        put_text(grid.cell(row, 1), line)
        row += 1
    return row


def _write_counts(grid: Worksheet, row: int, sheets: Sequence[ReturnSheet]) -> int:
    _write_head(grid, row, _COUNTS)
    for s in sheets:
        row += 1
        unit = s.unit_title or s.unit_code
        words = (s.sheet, s.source_title or "未认出", unit or "未认出", s.as_of or "未认出")
        for column, word in enumerate(words, start=1):
            put_text(grid.cell(row, column), word)
        for column, count in enumerate((s.read, s.accepted, s.rejected, s.skipped), start=5):
            grid.cell(row, column).value = count
        for column in range(1, len(_COUNTS) + 1):
            PLAIN.apply(grid.cell(row, column))
    return row + 1


def _write_head(grid: Worksheet, row: int, captions: Iterable[str]) -> None:
    for column, caption in enumerate(captions, start=1):
        cell = grid.cell(row, column)
        put_text(cell, caption)
        HEAD.apply(cell)


def _write_findings(
    grid: Worksheet, row: int, findings: Sequence[Finding], notes: Sequence[str | None]
) -> int:
    _write_head(grid, row, LIST_HEADER)
    titles = rule_titles()
    answers = notes or [None] * len(findings)
    listed = zip(findings[:LISTED], answers, strict=False)
    for number, (finding, note) in enumerate(listed, start=1):
        row += 1
        grid.cell(row, 1).value = number
        words = (
            finding.sheet or "", finding.cell or "", finding.value or "",
            LEVEL_WORDS[finding.level], f"{finding.rule} {titles.get(finding.rule, '')}".strip(),
            finding.message, finding.remedy,
        )  # fmt: skip
        for column, word in enumerate(words, start=2):
            put_text(grid.cell(row, column), word)
        for column in range(1, len(LIST_HEADER)):
            PLAIN.apply(grid.cell(row, column))
        put_text(grid.cell(row, len(LIST_HEADER)), note or "")
        ANSWER.apply(grid.cell(row, len(LIST_HEADER)))
        fit_height(grid, row, dict(enumerate([*words, note or ""], start=2)))
        if finding.level in FILLS:
            grid.cell(row, 5).fill = FILLS[finding.level]
    rest = Counter(f"{f.rule} {titles.get(f.rule, '')}".strip() for f in findings[LISTED:])
    lines = [f"此外还有 {count} 条：{rule}（不逐条列出）" for rule, count in rest.items()]
    return _write_lines(grid, row + 1, lines)

"""What a column asks for, in words: the notes on a form's captions and the sheet 填表说明."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from etl.codes import load_code_list
from etl.contract import Column, Contract
from etl.forms.example import example_value
from etl.forms.workbook import cell_text, is_required, set_a4_landscape
from warehouse.common.columns import row_height

GUIDE_SHEET = "填表说明"
_WIDTHS = (24, 8, 24, 22, 60, 28)
_TYPE_WORDS = {
    "text": "文字",
    "code": "编码，按文本填写，保留前导零",
    "integer": "整数",
    "number": "数值",
    "date": "日期（年-月-日）",
    "boolean": "是或否",
    "multi": "可填多项，用“、”隔开",
    "area": "区划代码或登记的区划名称",
    "area_key": "区划代码",
    "shape": "GeoJSON 的面（Polygon 或 MultiPolygon）",
}
_LEVEL_WORDS = {"error": "必须改正", "confirm": "核实后可保留，须写说明"}
_CADENCE_WORDS = {
    "weekly": "每周一次",
    "monthly": "每月一次",
    "quarterly": "每季一次",
    "once": "一次，有变化时重报",
    "event": "有变动时报送整表，没有变动不必报",
}


def meaning(column: Column) -> Iterator[str]:
    """What a person must know to fill the column, in short sentences."""
    if column.default_from == "unit":
        yield "留空即为填报单位"
    if column.area_levels:
        levels = load_code_list("area_level").title_of
        yield f"限{'、'.join(levels[level] for level in column.area_levels)}级"
    if column.code_list is not None:
        yield f"可填：{'、'.join(title for _, title in column.code_list.titles)}"
    if column.minimum is not None:
        yield f"填{range_words(column)}"
    elif column.unit:
        yield f"单位：{column.unit}"
    if column.pattern_hint:
        yield column.pattern_hint
    if column.note:
        yield column.note
    if column.personal:
        yield "只核对格式，不入库"


def range_words(column: Column) -> str:
    """The numbers that a cell may hold, with their unit: 不小于 0 的整数（个）."""
    kind = "整数" if column.type == "integer" else "数"
    unit = f"（{column.unit}）" if column.unit else ""
    if column.maximum is not None:
        return f"{column.minimum:g}～{column.maximum:g} 之间的{kind}{unit}"
    return f"不小于 {column.minimum:g} 的{kind}{unit}"


def caption_note(contract: Contract, column: Column) -> str:
    """The note on a column's caption: type, whether it must be filled, meaning, checks."""
    must = "必填" if is_required(column) else "选填"
    checks = (
        f"审核 {rule.id}（{_LEVEL_WORDS[rule.level]}）：{rule.message}"
        for rule in contract.rules
        if column.name in rule.columns
    )
    head = f"{column.title}：{_TYPE_WORDS[column.type]}，{must}"
    return "\n".join((head, *meaning(column), *checks))


def write_guide(book: Any, styles: Mapping[str, Any], contract: Contract) -> None:
    """Adds the sheet 填表说明: purpose, every column's meaning, every check and its remedy."""
    sheet = book.add_worksheet(GUIDE_SHEET)
    for index, width in enumerate(_WIDTHS):
        sheet.set_column(index, index, width)
    last = len(_WIDTHS) - 1
    sheet.merge_range(0, 0, 0, last, f"{contract.title} 填表说明", styles["title"])
    lines = _guide_lines(contract)
    for index, line in enumerate(lines, start=1):
        sheet.merge_range(index, 0, index, last, line, styles["line"])
    row = _write_table(sheet, styles, len(lines) + 2, _column_table(contract))
    if contract.rules:
        _write_table(sheet, styles, row + 1, _rule_table(contract))
    set_a4_landscape(sheet)


def _guide_lines(contract: Contract) -> tuple[str, ...]:
    names = "、".join(contract.column(k).title for k in contract.key)
    return (
        f"用途：{contract.description}",
        f"一行的含义：{contract.grain}；同一张表中“{names}”不得重复。",
        f"报送：{_CADENCE_WORDS[contract.cadence]}；口径由{contract.owner}解释。",
        "先填“填报单位”和“统计截至日期”；累计数都算到统计截至日期当天。",
    )


def _column_table(contract: Contract) -> Iterator[tuple[str, ...]]:
    yield ("列的名称", "是否必填", "填什么", "单位", "含义与要求", "举例")
    for column in contract.columns:
        value = example_value(column)
        yield (
            column.title,
            "必填" if is_required(column) else "",
            _TYPE_WORDS[column.type],
            column.unit or "",
            "\n".join(meaning(column)),
            "" if value is None else cell_text(value),
        )


def _rule_table(contract: Contract) -> Iterator[tuple[str, ...]]:
    yield ("审核的列", "规则编号", "级别", "", "未通过时的提示", "处理办法")
    for rule in contract.rules:
        titles = "、".join(contract.column(name).title for name in rule.columns)
        yield (titles, rule.id, _LEVEL_WORDS[rule.level], "", rule.message, rule.remedy)


def _write_table(
    sheet: Any, styles: Mapping[str, Any], row: int, table: Iterable[tuple[str, ...]]
) -> int:
    style = styles["head"]
    for values in table:
        for index, value in enumerate(values):
            sheet.write_string(row, index, value, style)
        sheet.set_row(row, row_height(zip(values, _WIDTHS, strict=True)))
        style = styles["wrapped"]
        row += 1
    return row

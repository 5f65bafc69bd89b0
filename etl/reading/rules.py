"""The rules of reading, their levels and remedies: the one home of every F-rule."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from etl.findings import masked
from etl.reading.model import Notice, UnreadableFile


@dataclass(frozen=True)
class Rule:
    """One rule of reading; `remedy` is what the sender of the file should do."""

    id: str
    title: str
    level: str
    remedy: str


RULES = {
    rule.id: rule
    for rule in (
        Rule(
            "F1",
            "文件打不开",
            "error",
            "确认文件存在、不是文件夹、有读取权限且不是空文件，再重新报送",
        ),
        Rule(
            "F2",
            "不是表格文件",
            "error",
            "用 Excel 或 WPS 打开后“另存为” Excel 工作簿（.xlsx），再重新报送",
        ),
        Rule(
            "F3",
            "文件有密码",
            "error",
            "在 Excel 或 WPS 中去掉打开密码（文件 → 信息 → 保护工作簿），保存后重新报送",
        ),
        Rule(
            "F4",
            "文件已损坏",
            "error",
            "用 Excel 或 WPS 打开原文件，修复后“另存为” .xlsx，再重新报送",
        ),
        Rule(
            "F5",
            "文件过大",
            "error",
            "删除数据区以外的多余行列和格式，必要时拆分成几个文件，再重新报送",
        ),
        Rule(
            "F6",
            "含不安全内容",
            "error",
            "把数据复制到新建的工作簿中另存为 .xlsx，再重新报送；来历不明的文件请勿打开",
        ),
        Rule(
            "F7",
            "读取程序出错",
            "error",
            "用 Excel 或 WPS 打开后“另存为” .xlsx 再报送；仍不行请把文件交给系统维护人员",
        ),
        Rule(
            "F8",
            "文字编码不正确",
            "error",
            "用 Excel 打开后“另存为” .xlsx，或另存为“CSV UTF-8（逗号分隔）”",
        ),
        Rule("F9", "扩展名与实际格式不符", "info", "已按实际格式读取；下次请按实际格式命名"),
        Rule(
            "F10",
            "公式没有计算结果",
            "confirm",
            "用 Excel 或 WPS 打开，待公式算完后保存，再重新报送",
        ),
        Rule("F11", "有隐藏内容", "info", "隐藏的内容已照常读取；不应报送的请删除"),
        Rule(
            "F12",
            "各行列数不一致",
            "confirm",
            "检查这些行是否多写、漏写了分隔符，或单元格中有未加引号的换行",
        ),
        Rule(
            "F13",
            "长编码存成了数字",
            "confirm",
            "Excel 只保留数字的前 15 位：把该列设为“文本”格式后重新填写原编码",
        ),
        Rule(
            "F14",
            "文字编码把握不大",
            "confirm",
            "核对读出的汉字；如有乱码，请另存为 .xlsx 后重新报送",
        ),
        Rule("F15", "引号用法不规范", "confirm", "核对这些行；建议用 Excel 打开后另存为 .xlsx"),
        Rule(
            "F16",
            "地理数据的取舍",
            "info",
            "只取属性、点的经纬度和面；其他内容请在地理信息软件中处理",
        ),
        Rule("F17", "不是单元格工作表", "info", "图表、宏等工作表没有单元格数据，未读取"),
    )
}

_FAILURES = {
    "memory": ("F5", "读取该文件所需的内存超过上限"),
    "timeout": ("F5", "读取该文件超过时限，已停止"),
}


def notice(
    rule: str,
    message: str,
    *,
    sheet: str | None = None,
    cell: str | None = None,
    value: str | None = None,
    remedy: str | None = None,
) -> Notice:
    """A notice under `rule`, with that rule's level and remedy (or a better one)."""
    known = RULES[rule]
    return Notice(sheet, cell, value, rule, known.level, masked(message), remedy or known.remedy)


def refusal(
    rule: str,
    message: str,
    path: Path,
    *,
    sheet: str | None = None,
    cell: str | None = None,
    remedy: str | None = None,
) -> UnreadableFile:
    """The error for a file that cannot be read at all: an error, whatever the rule's level."""
    known = RULES[rule]
    told = Notice(sheet, cell, None, rule, "error", masked(message), remedy or known.remedy)
    return UnreadableFile(told, path)


def failure_notice(kind: str) -> Notice:
    """What to tell the sender when an isolated reading failed (`kind` of etl.isolate.Failure)."""
    rule, message = _FAILURES.get(kind, ("F7", "读取程序在处理该文件时意外中止"))
    return notice(rule, message)

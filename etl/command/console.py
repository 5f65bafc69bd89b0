"""Text for a terminal: columns of Chinese text in line, a command line that speaks Chinese."""

from __future__ import annotations

import argparse
import re
import unicodedata
from collections.abc import Sequence
from typing import Any, NoReturn

USAGE = 2

# argparse speaks English; these are the texts a user of these commands can meet.
_PHRASES = (
    (r"the following arguments are required: (.*)", r"缺少 \1"),
    (r"unrecognized arguments: (.*)", r"不认识的参数 \1"),
    (r"ambiguous option: (.*?) could match (.*)", r"“\1”不明确，可能是 \2"),
    (r"argument (.*?): invalid choice: (.*?) \(choose from (.*)\)", r"\1 不能是 \2；可用：\3"),
    (r"argument (.*?): expected one argument", r"\1 后面缺少内容"),
    (r"argument (.*?): expected at least one argument", r"\1 后面缺少内容"),
    (r"argument (.*?): ignored explicit argument (.*)", r"\1 后面不应有 \2"),
    (r"argument (.*?): invalid \S+ value: (.*)", r"\1 不能是 \2"),
    (r"argument (.*?): (.*)", r"\1：\2"),
)


class _Help(argparse.HelpFormatter):
    """Help with Chinese headings."""

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """Help and errors in Chinese, exit code 2."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(formatter_class=_Help, add_help=False, allow_abbrev=False, **settings)
        self._positionals.title, self._optionals.title = "参数", "选项"
        self.add_argument("-h", "--help", action="help", help="显示本说明")

    def error(self, message: str) -> NoReturn:
        """Ends the program with the usage error in Chinese."""
        for english, chinese in _PHRASES:
            if re.fullmatch(english, message, re.DOTALL):
                message = re.sub(english, chinese, message, flags=re.DOTALL)
                break
        self.exit(USAGE, f"用法不对：{message}。加 --help 看用法\n")


def width(text: str) -> int:
    """Columns that a text takes in a terminal: a Chinese character takes two."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )


def shorten(text: str, limit: int) -> str:
    """The text in at most `limit` columns; what is cut away is its beginning (folders)."""
    if width(text) <= limit:
        return text
    while width(text) > limit - 1:
        text = text[1:]
    return f"…{text}"


def table(head: Sequence[str], rows: Sequence[Sequence[object]], limit: int = 60) -> str:
    """A table in line; numbers stand right, texts left, long texts lose their beginning."""
    cells = [[shorten(str("" if v is None else v), limit) for v in row] for row in rows]
    right = [all(isinstance(row[i], int) for row in rows) and bool(rows) for i in range(len(head))]
    widths = [max(map(width, column)) for column in zip(head, *cells, strict=True)]
    lines = []
    for row in [list(head), *cells]:
        padded = (
            " " * (w - width(text)) + text if is_number else text + " " * (w - width(text))
            for text, w, is_number in zip(row, widths, right, strict=True)
        )
        lines.append("  ".join(padded).rstrip())
    return "\n".join(lines)

"""argparse in Chinese: help, headings, errors. The one home of what all three programs say so."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable
from typing import Any, NoReturn

from warehouse.common.columns import width, wrapped

FINE, BAD, USAGE = 0, 1, 2
"""Exit codes of every command: done, not done or something is wrong, wrong usage."""

_HELP_COLUMN = 28
"""Where the explanations stand; what is longer gets a line of its own."""

# argparse speaks English; these are the texts a user of these commands can meet.
_PHRASES = (
    (r"the following arguments are required: (.*)", r"缺少 \1"),
    (r"unrecognized arguments: (.*)", r"不认识的参数 \1"),
    (r"ambiguous option: (.*?) could match (.*)", r"“\1”不明确，可能是 \2"),
    (r"argument (.*?): invalid choice: (.*?) \(choose from (.*)\)", r"\1 不能是 \2；可用：\3"),
    (r"argument (.*?): expected (?:one|at least one|\d+) arguments?", r"\1 后面缺少内容"),
    (r"argument (.*?): ignored explicit argument (.*)", r"\1 后面不应有 \2"),
    (r"argument (.*?): not allowed with argument (.*)", r"\1 不能与 \2 同用"),
    (r"argument (.*?): invalid \S+ value: (.*)", r"\1 不能是 \2"),
    (r"argument (.*?): (.*)", r"\1：\2"),
)


class _Help(argparse.HelpFormatter):
    """Chinese headings, and columns that stand in line although a character takes two places."""

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)

    def _format_action(self, action: argparse.Action) -> str:
        if isinstance(action, argparse._SubParsersAction):  # the heading above them is enough
            return self._join_parts(
                self._format_action(one) for one in self._iter_indented_subactions(action)
            )
        indent = " " * self._current_indent
        head = f"{indent}{self._format_action_invocation(action)}"
        text = self._expand_help(action) if action.help else ""
        lines = wrapped(text, max(self._width - _HELP_COLUMN, _HELP_COLUMN))
        if width(head) > _HELP_COLUMN - 2:
            lines = ["", *lines]
        first, *rest = lines or [""]
        shown = [f"{head}{' ' * (_HELP_COLUMN - width(head))}{first}".rstrip()]
        return "\n".join([*shown, *(f"{' ' * _HELP_COLUMN}{line}" for line in rest)]) + "\n"

    def _join_parts(self, part_strings: Iterable[str]) -> str:
        return "".join(part for part in part_strings if part and part != argparse.SUPPRESS)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return "\n".join(f"{indent}{line}" for line in wrapped(text, width - len(indent)))


class Parser(argparse.ArgumentParser):
    """Help and errors in Chinese, exit code 2; options are written out in full."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(formatter_class=_Help, add_help=False, allow_abbrev=False, **settings)
        self._positionals.title, self._optionals.title = "参数", "选项"
        self.add_argument("-h", "--help", action="help", help="显示本说明")

    def format_help(self) -> str:
        """The help; its headings end with a Chinese colon."""
        text = super().format_help()
        for group in self._action_groups:
            text = text.replace(f"\n{group.title}:\n", f"\n{group.title}：\n")
        return text

    def error(self, message: str) -> NoReturn:
        """Ends the program with the usage error in Chinese."""
        for english, chinese in _PHRASES:
            if re.fullmatch(english, message, re.DOTALL):
                message = re.sub(english, chinese, message, flags=re.DOTALL)
                break
        self.exit(USAGE, f"用法不对：{message}。加 --help 看用法\n")

"""How far an export has come, told to whoever waits: in words, or as lines a program reads."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass

from dashboard.export.errors import Unheard

BEGIN, TEMPLATE, PAGES = "begin", "template", "pages"
DOCUMENT, WORKBOOK, PDF = "document", "workbook", "pdf"
PUBLISH, MADE = "publish", "made"
STAGES: Mapping[str, str] = {
    BEGIN: "准备",
    TEMPLATE: "核对简报模板",
    PAGES: "画页面、拍照、核对",
    DOCUMENT: "写简报",
    WORKBOOK: "写数据附表",
    PDF: "转成 PDF",
    PUBLISH: "存盘、就位",
    MADE: "完成",
}
"""stage -> what it is called, in the order in which they come."""


@dataclass(frozen=True)
class Step:
    """What begins now, in words; while pages are drawn, `done` of `of` lie behind."""

    stage: str
    text: str
    done: int | None = None
    of: int | None = None


Say = Callable[[Step], None]


def in_words(step: Step) -> None:
    """For people at a terminal."""
    _print(step.text)


def as_line(step: Step) -> None:
    """For a program: one JSON object a line, with the names of Step."""
    _print(json.dumps(asdict(step), ensure_ascii=False))


def _print(text: str) -> None:
    """Unheard when nobody reads any more; what is left unsaid is not tried again at the end."""
    try:
        print(text, flush=True)
    except BrokenPipeError as gone:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
        raise Unheard("读进度的程序已经停了，导出随之停止") from gone


def from_line(line: str) -> Step | None:
    """The step that a line tells of; None for one that is not ours, as a library may print."""
    try:
        return Step(**json.loads(line))
    except (ValueError, TypeError):
        return None

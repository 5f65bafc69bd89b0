"""What the system says of a failed file, as it is told to people."""

from __future__ import annotations

import errno
import os
import re
from pathlib import Path

import pytest

from warehouse.common.oserrors import cause

HOUSE = Path(__file__).parents[3]


@pytest.mark.parametrize(
    ("number", "said"),
    [(errno.ENOSPC, "磁盘已满"), (errno.EACCES, "没有权限"), (errno.ENOENT, "文件或文件夹不存在")],
)
def test_the_usual_causes_are_told_in_chinese(number: int, said: str) -> None:
    assert cause(OSError(number, os.strerror(number), "a.png")) == said


def test_an_unusual_cause_is_told_as_the_system_does() -> None:
    assert cause(OSError(errno.EXDEV, "Invalid cross-device link")) == "Invalid cross-device link"


def test_an_error_without_a_number_is_told_by_its_text() -> None:
    assert cause(OSError("the pipe is gone")) == "the pipe is gone"
    assert cause(OSError()) == "原因不明"


@pytest.mark.parametrize("part", ["dashboard", "etl", "warehouse"])
def test_no_message_is_put_together_with_the_system_s_own_words(part: str) -> None:
    """`{error.strerror}` and `{os.strerror(…)}` in a text would be English to the reader."""
    written = (HOUSE / part).rglob("*.py")
    said = [
        file.name for file in written if re.search(r"\{[^{}]*strerror", file.read_text("utf-8"))
    ]
    assert said == []

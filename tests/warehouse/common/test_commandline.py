"""The command line in Chinese; tests/test_help.py holds the three programs to it."""

from __future__ import annotations

import subprocess
import sys

import pytest

from warehouse.common.columns import width
from warehouse.common.commandline import Parser


def parser() -> Parser:
    made = Parser(prog="x", description="说明。")
    made.add_argument("--data", metavar="目录", help="数" * 90)
    made.add_argument("--a-very-long-option-indeed", metavar="目录", help="甲")
    made.add_argument("-v", action="store_true", help="乙")
    commands = made.add_subparsers(title="命令", metavar="命令", required=True)
    commands.add_parser("go", help="走").add_argument("n", type=int, metavar="个数", help="几个")
    return made


def test_explanations_stand_under_each_other_and_within_the_window(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    lines = parser().format_help().splitlines()
    assert all(width(line) <= 80 for line in lines)
    starts = {
        width(line[: line.index(word)])
        for word in ("显示", "数", "甲", "乙", "走")
        for line in lines
        if word in line
    }
    assert len(starts) == 1


def test_headings_are_chinese_and_the_list_of_commands_has_one_heading() -> None:
    text = parser().format_help()
    assert text.startswith("用法：x [-h]")
    assert [line for line in text.splitlines() if line.endswith("：")] == ["选项：", "命令："]
    assert [line.strip() for line in text.splitlines()].count("命令") == 0


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ([], "缺少 命令"),
        (["no"], "命令 不能是"),
        (["--data"], "--data 后面缺少内容"),
        (["--dat", "x", "go", "1"], "不能是|不认识"),
        (["go"], "缺少 个数"),
        (["go", "甲"], "个数 不能是 '甲'"),
        (["go", "1", "2"], "不认识的参数 2"),
        (["-v=1", "go", "1"], "-v 后面不应有"),
    ],
)
def test_wrong_usage_is_said_in_chinese_with_code_2(
    words: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        parser().parse_args(words)
    assert ended.value.code == 2
    said = capsys.readouterr().err
    assert said.startswith("用法不对：")
    assert any(word in said for word in told.split("|"))
    assert "argument" not in said


def test_what_is_common_needs_nothing_but_the_standard_library() -> None:
    modules = "warehouse.common.columns, warehouse.common.commandline, warehouse.common.files"
    # -S: without site-packages
    run = [sys.executable, "-S", "-c", f"import {modules}"]
    assert subprocess.run(run, capture_output=True, text=True, check=False).stderr == ""

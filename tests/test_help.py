"""Every `--help` of the three programs, of every command: Chinese, every argument explained."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

import dashboard.__main__
import etl.command.cli
import warehouse.cli
from warehouse.common.audience import AUDIENCES

PROGRAMS: dict[str, Callable[[list[str]], int]] = {
    "etl": etl.command.cli.main,
    "warehouse": warehouse.cli.main,
    "dashboard": dashboard.__main__.main,
}
COMMANDS = {
    "etl": ("check", "load", "status", "sources", "template", "sample"),
    "warehouse": ("build", "check", "list", "rollback", "prune", "sql", "attach"),
    "dashboard": ("serve", "pages", "export", "verify", "schedule", "proof"),
}
NAMES = {"JSON", "SQL", "TOML", "PORT", "PUCHA", "DATA", "MiB", "inbox", "returns", "data", "sql"}
NAMES |= {"ROLE", *AUDIENCES, "area", "asof", "docx", "txt", "md"}
"""Names of things: files, formats, folders, variables, roles, parameters of a query."""
ALL = [(program,) for program in COMMANDS]
ALL += [(program, command) for program in COMMANDS for command in COMMANDS[program]]


def shown(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> str:
    """The help of a program, or of one of its commands."""
    program, *command = words
    with pytest.raises(SystemExit) as ended:
        PROGRAMS[program]([*command, "--help"])
    assert ended.value.code == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("program", PROGRAMS)
def test_every_command_is_listed_with_what_it_does(
    program: str, capsys: pytest.CaptureFixture[str]
) -> None:
    text = shown((program,), capsys)
    listed = dict(re.findall(r"^    ([a-z]+) +(\S.*)$", text, re.MULTILINE))
    assert tuple(listed) == COMMANDS[program]
    assert all(is_chinese(said) for said in listed.values())


@pytest.mark.parametrize("words", ALL, ids=" ".join)
def test_help_is_wholly_chinese(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    text = shown(words, capsys)
    assert text.startswith(f"用法：python -m {' '.join(words)} ")
    usage, _, rest = text.partition("\n\n")
    own = re.sub(r"--?[a-z-]+|\{[a-z,]+\}|^    [a-z]+ ", " ", rest, flags=re.MULTILINE)
    assert set(re.findall("[A-Za-z]{2,}", own)) - NAMES - _CHOICES == set()
    assert is_chinese(rest.splitlines()[0]), "the first line says what it does"
    for name in re.findall(r"(--?[a-z-]+) [A-Z_]{2,}", usage):
        pytest.fail(f"{name} shows the name of its variable")


@pytest.mark.parametrize("words", ALL, ids=" ".join)
def test_every_argument_is_explained(
    words: tuple[str, ...], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    entries = re.findall(r"^  (\S.*)$", shown(words, capsys), re.MULTILINE)
    assert any(entry.startswith("-h, --help") for entry in entries)
    for entry in entries:
        name, _, said = entry.partition("  ")
        assert is_chinese(said), f"{name} is not explained"


_CHOICES = {"table", "csv", "json", "parquet"}
"""Values that an option takes."""


def is_chinese(text: str) -> bool:
    """Whether a text holds Chinese characters."""
    return bool(re.search("[\u4e00-\u9fff]", text))

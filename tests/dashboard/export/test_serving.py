"""The dashboard of one export."""

from __future__ import annotations

import shutil
from pathlib import Path
from urllib.request import urlopen

import pytest

from dashboard.export import serving
from dashboard.export.budget import Budget
from dashboard.export.errors import ExportError, TimedOut


def test_it_answers_until_the_block_ends(use_small: Path, tmp_path: Path) -> None:
    with serving.dashboard(tmp_path / "log", Budget.of(1)) as answering:
        address = answering()
        with urlopen(address, timeout=30) as page:
            assert "看板" in page.read().decode()
    with pytest.raises(OSError, match="refused"):
        urlopen(address, timeout=5)


def test_one_that_does_not_come_up_is_told_with_its_last_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "python"
    program.write_text("#!/bin/sh\necho first\necho 'no such module'\nexit 1\n", "utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(serving.sys, "executable", str(program))
    with (
        pytest.raises(ExportError, match="看板没有起来：no such module"),
        serving.dashboard(tmp_path / "log", Budget.of(1)) as answering,
    ):
        answering()


def test_one_that_never_answers_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "python"
    program.write_text("#!/bin/sh\nexec cat\n", "utf-8")  # lives until its input ends
    program.chmod(0o755)
    assert shutil.which("cat")
    monkeypatch.setattr(serving.sys, "executable", str(program))
    with (
        pytest.raises(TimedOut, match="等候看板启动"),
        serving.dashboard(tmp_path / "log", Budget(1.0)) as answering,
    ):
        answering()

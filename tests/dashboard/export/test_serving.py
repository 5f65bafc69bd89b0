"""The dashboard of one export."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from urllib.request import urlopen

import pytest

from dashboard.export import serving
from dashboard.export.budget import Budget
from dashboard.export.errors import ExportError, TimedOut
from dashboard.view import View
from tests.dashboard.export.processes import Watched, descendants
from tests.waiting import until


def instead(program: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another program takes the place of the dashboard."""
    file = tmp_path / "python"
    file.write_text(f"#!/bin/sh\n{program}\n", "utf-8")
    file.chmod(0o755)
    monkeypatch.setattr(serving.sys, "executable", str(file))


def test_it_answers_until_the_block_ends(use_small: Path, tmp_path: Path) -> None:
    with serving.dashboard(tmp_path / "log") as served:
        address = served.answering(Budget.of(1))
        with urlopen(address, timeout=30) as page:
            assert "看板" in page.read().decode()
    with pytest.raises(OSError, match="refused"):
        urlopen(address, timeout=5)


def test_it_draws_beforehand_what_it_is_told_and_outlives_a_page_that_cannot_be_drawn(
    use_small: Path, tmp_path: Path, view_of: Callable[..., View]
) -> None:
    log = tmp_path / "log"
    with serving.dashboard(log, view_of()) as served:
        served.rehearse(replace(view_of(), page="nowhere"))
        assert until(lambda: "预热“nowhere”出错" in served.words(), 60)
        served.answering(Budget.of(1))
    assert log.read_text("utf-8").count("出错") == 1  # in the order told, and the first was drawn


def test_the_one_called_early_serves_and_only_another_needs_a_process_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    instead("exec cat", tmp_path, monkeypatch)
    with serving.early():
        called = descendants(os.getpid())
        with serving.dashboard(tmp_path / "log"):
            assert descendants(os.getpid()) == called
        with serving.dashboard(tmp_path / "log"):
            assert len(descendants(os.getpid())) == len(called)
            assert descendants(os.getpid()) != called


def test_one_called_early_that_nobody_wanted_ends_with_the_block(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    instead("exec cat", tmp_path, monkeypatch)
    before = descendants(os.getpid())
    with serving.early():
        called = Watched([pid for pid in descendants(os.getpid()) if pid not in before])
        assert called.handles
    assert called.still_there(within=10) == []


def test_it_ends_when_nobody_tells_it_anything_any_more(tmp_path: Path) -> None:
    with serving.early():
        [called] = serving._EARLY
        assert called._process.stdin is not None
        called._process.stdin.close()
        assert called._process.wait(60) == 0
        assert called.words() == ""
        called._process.stdin = None


def test_it_ends_so_even_where_there_is_nothing_to_rehearse(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, view_of: Callable[..., View]
) -> None:
    view = view_of()
    monkeypatch.setenv("PUCHA_DATA", str(tmp_path))  # nothing was ever published there
    with serving.dashboard(tmp_path / "log", view) as served:
        assert until(lambda: "预热“”出错" in served.words(), 60)
        assert served._process.stdin is not None
        served._process.stdin.close()
        assert served._process.wait(60) == 0
        served._process.stdin = None


def test_a_log_that_cannot_be_written_leaves_no_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    instead("exec cat", tmp_path, monkeypatch)
    before = descendants(os.getpid())
    block = ExitStack()
    block.enter_context(serving.dashboard(tmp_path))
    called = Watched([pid for pid in descendants(os.getpid()) if pid not in before])
    assert called.handles
    with pytest.raises(IsADirectoryError):
        block.close()
    assert called.still_there(within=10) == []


def test_one_that_does_not_come_up_is_told_with_its_last_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    instead("echo first\necho 'no such module'\nexit 1", tmp_path, monkeypatch)
    with (
        pytest.raises(ExportError, match="看板没有起来：no such module"),
        serving.dashboard(tmp_path / "log") as served,
    ):
        served.answering(Budget.of(1))
    assert "first" in (tmp_path / "log").read_text("utf-8")


def test_one_that_ends_on_the_way_is_told_and_one_that_serves_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    instead("read line; echo 'out of memory'; read line", tmp_path, monkeypatch)
    with serving.dashboard(tmp_path / "log") as served:
        assert until(lambda: "memory" in served.words(), 60)
        served.still_there()
        served._tell("")
        served._process.wait(60)
        with pytest.raises(ExportError, match="看板中途停了：out of memory。请检查内存"):
            served.still_there()


def test_one_that_never_answers_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    instead("exec cat", tmp_path, monkeypatch)  # lives until its input ends
    with (
        pytest.raises(TimedOut, match="等候看板启动"),
        serving.dashboard(tmp_path / "log") as served,
    ):
        served.answering(Budget(1.0))

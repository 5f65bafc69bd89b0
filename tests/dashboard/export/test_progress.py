"""How far an export is, as lines for a program."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.__main__ import main
from dashboard.export import progress
from dashboard.export.progress import STAGES, Step, from_line

number = st.none() | st.integers(min_value=0)


@given(st.builds(Step, st.sampled_from(list(STAGES)), st.text(), number, number))
def test_a_step_is_read_as_it_was_told(step: Step) -> None:
    with pytest.MonkeyPatch.context() as patch:
        lines: list[str] = []
        patch.setattr("builtins.print", lambda text, flush: lines.append(text))
        progress.as_line(step)
    assert "\n" not in lines[0]
    assert from_line(lines[0]) == step


@given(st.text() | st.sampled_from(['{"stage": 1}', "[]", "null", '{"stage": "a", "b": 1}']))
def test_a_foreign_line_is_no_step(line: str) -> None:
    assert from_line(line) is None


def test_the_command_tells_its_stages_in_their_order(
    use_small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    out = ["--out", str(tmp_path / "out")]
    assert main(["export", "--week", "2021-W11", "--progress", *out]) == 1
    steps = [from_line(line) for line in capfd.readouterr().out.splitlines()]
    assert [step and step.stage for step in steps] == ["begin", "template"]


def test_it_ends_when_nobody_reads_its_steps_any_more(use_small: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    asked = ["export", "--week", "2021-W11", "--progress", "--out", str(out)]
    reading, writing = os.pipe()
    os.close(reading)
    process = subprocess.run(
        [sys.executable, "-m", "dashboard", *asked],
        cwd=Path(__file__).parents[3],
        stdout=writing,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(writing)
    assert (process.returncode, process.stderr) == (1, "读进度的程序已经停了，导出随之停止\n")
    assert not out.exists()

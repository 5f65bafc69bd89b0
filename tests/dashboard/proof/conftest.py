"""The demonstration as what is read, and texts checked against it as on the bulletin's date."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from dashboard.proof.check import Finding
from dashboard.proof.extract import Extract, read_text
from dashboard.proof.proofread import proofread

AS_OF = date(2021, 3, 21)
Check = Callable[..., tuple[Finding, ...]]


@pytest.fixture
def use_demo(demo_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Makes the demonstration the warehouse that is read."""
    monkeypatch.setenv("PUCHA_DATA", str(demo_home))
    return demo_home


@pytest.fixture
def extract(tmp_path: Path) -> Callable[[str], Extract]:
    """The paragraphs of a text, as of a file."""

    def make(text: str) -> Extract:
        file = tmp_path / "稿件.txt"
        file.write_text(text, encoding="utf-8", newline="")
        return read_text(file)

    return make


@pytest.fixture
def check(use_demo: Path, extract: Callable[[str], Extract]) -> Check:
    """What is found in a text: `check("崂山区…")`."""

    def run(text: str, as_of: date = AS_OF) -> tuple[Finding, ...]:
        return proofread(extract(text), as_of).findings

    return run

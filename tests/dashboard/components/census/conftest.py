"""Views of the whole demonstration, in which every story of the census is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from dashboard.view import View
from tests.dashboard import demo


@pytest.fixture
def demo_view(demo_home: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., View]:
    """A view of the demonstration: `demo_view("370212", "2021-03-21", share="tasks")`."""
    monkeypatch.setenv("PUCHA_DATA", str(demo_home))

    def make(area: str = "370200", as_of: str = "2021-03-21", **choices: str) -> View:
        return demo.view(area, date.fromisoformat(as_of), page="census", **choices)

    return make

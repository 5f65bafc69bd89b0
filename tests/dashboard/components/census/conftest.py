"""Views of the whole demonstration, in which every story of the census is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from dashboard import read
from dashboard.view import View


@pytest.fixture
def demo_view(demo_home: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., View]:
    """A view of the demonstration: `demo_view("370212", "2021-03-21", share="tasks")`."""
    monkeypatch.setenv("PUCHA_DATA", str(demo_home))

    def make(area: str = "370200", as_of: str = "2021-03-21", **choices: str) -> View:
        warehouse = read.current()
        areas = read.areas(warehouse.version)
        return View(
            page="census",
            version=warehouse.version,
            data_as_of=warehouse.data_as_of,
            is_demo=warehouse.is_demo,
            built_at=read.built_at(warehouse.version),
            areas=areas,
            weeks=read.weeks(warehouse.version),
            area=areas.by_code[area],
            as_of=date.fromisoformat(as_of),
            choices=choices,
        )

    return make

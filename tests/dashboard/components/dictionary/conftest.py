"""The demonstration is the warehouse that every test here reads."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.view import View
from tests.dashboard import demo


@pytest.fixture
def look(demo_home: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., View]:
    """A view of the dictionary: `look(table="marts.delay")`, `look(q="整改")`."""
    monkeypatch.setenv("PUCHA_DATA", str(demo_home))

    def make(area: str = demo.CITY, **choices: str) -> View:
        return demo.view(area, page="dictionary", **choices)

    return make

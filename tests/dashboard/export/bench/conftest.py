"""The page's routes over the small warehouse, in a data folder of the test's own."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dashboard import who
from dashboard.export.bench import runs, standing
from dashboard.export.bench.routes import ROUTES
from tests.dashboard.desk.client import Client, served
from tests.dashboard.export.bulletin import written
from warehouse.paths import DATA_VARIABLE

PEOPLE = """
[people."zhang"]
role = "analyst"
[people."li"]
role = "full"
[people."wang"]
role = "full"
[people."admin"]
role = "analyst"
administrator = true
"""


@pytest.fixture
def home(small_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small warehouse, and an office's template for it."""
    home = tmp_path / "data"
    shutil.copytree(small_home, home)
    written.template(home / "bulletin/简报模板.docx")
    monkeypatch.setenv(DATA_VARIABLE, str(home))
    return home


@pytest.fixture
def press(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[runs.Press]:
    """The press of this test, with nothing under way."""
    made = runs.Press()
    monkeypatch.setattr(runs, "_presses", [made])
    yield made
    made.close()


@pytest.fixture
def client(press: runs.Press) -> Iterator[Client]:
    with served(ROUTES) as client:
        yield client


@pytest.fixture
def people(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy names people, whom a file knows; the small warehouse has but one edition to ask."""
    titles = {"full": "全量版", "analyst": "分析版", "public": "公开版"}
    monkeypatch.setattr(standing, "_titles", lambda: titles)
    (home / "people.toml").write_text(PEOPLE, "utf-8")
    monkeypatch.setenv(who.USER_HEADER_VARIABLE, "X-User")


@pytest.fixture
def acting(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """`acting("print(1)")`: instead of the command, this program runs."""

    real = runs.subprocess.Popen

    def act(program: str) -> None:
        def started(_command: list[str], **facts: object) -> object:
            return real([sys.executable, "-c", program], **facts)

        monkeypatch.setattr(runs.subprocess, "Popen", started)

    return act

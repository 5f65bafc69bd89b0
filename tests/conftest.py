"""Fixtures that tests of several packages share; what one package needs stays in its folder."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser

from dashboard.export.chromium import chromium_path, headless
from tests.demonstration import publish_once

# How long an example takes says something about the machine, nothing about the code.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

REAL_DATA_VARIABLE = "PUCHA_TEST_DATA"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks a test by what it asks for, so that no marker can be forgotten."""
    for item in items:
        wanted = getattr(item, "fixturenames", ())
        if "real_data" in wanted:
            item.add_marker("real_data")
        if "demo_home" in wanted:
            item.add_marker("slow")
        if "chromium" in wanted:
            item.add_marker("browser")


@pytest.fixture(scope="session", autouse=True)
def _own_data_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keeps every test away from the data of whoever runs it; what is read is the full edition."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PUCHA_DATA", str(tmp_path_factory.mktemp("pucha-data")))
        patch.setenv("PUCHA_ROLE", "full")
        for name in ("PUCHA_PEOPLE", "PUCHA_USER_HEADER"):
            patch.delenv(name, raising=False)
        yield


@pytest.fixture(scope="session")
def repository() -> Path:
    """The checkout's top folder."""
    return Path(__file__).parent.parent


@pytest.fixture
def data_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty $PUCHA_DATA of this test's own."""
    home = tmp_path / "data"
    home.mkdir()
    monkeypatch.setenv("PUCHA_DATA", str(home))
    return home


@pytest.fixture(scope="session")
def demo_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A $PUCHA_DATA with the whole demonstration published; do not write to it."""
    base = tmp_path_factory.getbasetemp()
    # Under xdist each worker has a folder of its own inside the run's.
    run = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    return publish_once(run / "demonstration")


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real files that nobody here wrote; they are never committed."""
    named = os.environ.get(REAL_DATA_VARIABLE)
    if not named:
        pytest.skip(f"未设 {REAL_DATA_VARIABLE}：没有真实文件可测")
    folder = Path(named)
    if not folder.is_dir():
        pytest.fail(f"{REAL_DATA_VARIABLE} 指向的目录不存在：{folder}")
    return folder


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of the system's Chromium; `make test` has seen to it that there is one."""
    found = chromium_path()
    if found is None:
        pytest.fail("没有 Chromium：请先执行 .ci/browser")
    return found


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """One headless Chromium for the tests of a file; take a new context for each test.

    It ends with the file: a thread can hold one driver at a time, and an export starts its own.
    """
    with headless(chromium) as started:
        yield started

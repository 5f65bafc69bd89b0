"""A job over the small warehouse whose screens are made up, so that no browser is needed."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from dashboard import read
from dashboard.export.budget import Budget
from dashboard.export.bulletin.register import Entry
from dashboard.export.job import Job
from dashboard.export.manifest import Manifest, Screen, Tile
from dashboard.export.order import Order
from dashboard.menu import PAGES
from tests.dashboard import small
from tests.dashboard.export import made
from tests.dashboard.export.bulletin import written
from warehouse.paths import data_paths

MakeJob = Callable[..., Job]


@pytest.fixture
def home(small_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small warehouse with a template of its own."""
    home = tmp_path / "data"
    shutil.copytree(small_home, home)
    monkeypatch.setenv("PUCHA_DATA", str(home))
    written.template(home / "bulletin/简报模板.docx")
    return home


@pytest.fixture
def job_of(home: Path, tmp_path: Path) -> MakeJob:
    """`job_of(entry)`: an export whose one screen, of one tile, is already made."""
    count = 0

    def make(entry: Entry | None = None) -> Job:
        nonlocal count
        count += 1
        folder, scratch = tmp_path / f"made-{count}", tmp_path / f"scratch-{count}"
        (folder / "tiles").mkdir(parents=True)
        scratch.mkdir()
        warehouse = read.current()
        city = read.areas(warehouse.version).city
        order = Order(small.LAST, (city,), PAGES[:1], "full", warehouse.version, entry, folder)
        manifest = Manifest.of(order, warehouse)
        name = "tiles/overview-370200-burn-up.png"
        Image.new("RGB", (1436, 600), "navy").save(folder / name)
        manifest.add(folder, name, (1436, 600))
        tiles = (
            Tile("burn-up", "done", 16, "燃尽图", {"png": name}),
            Tile("late", "empty", 0, "滞后清单"),
        )
        manifest.screens.append(Screen("overview", "总览", city.code, {}, tiles, {}))
        parts = (data_paths(), Budget.of(1), folder, scratch, manifest, made.silent)
        return Job(order, warehouse, *parts)

    return make

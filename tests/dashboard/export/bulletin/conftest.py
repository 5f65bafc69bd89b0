"""A job over the small warehouse whose screens are made up, so that no browser is needed."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from dashboard.export.bulletin.register import Entry
from dashboard.export.job import Job
from dashboard.export.manifest import Screen, Tile
from tests.dashboard import small
from tests.dashboard.export.bulletin import written
from tests.dashboard.export.bulletin.jobs import bare_job

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

    def make(entry: Entry | None = None, as_of: date = small.LAST) -> Job:
        nonlocal count
        count += 1
        job = bare_job(tmp_path / f"job-{count}", as_of, entry)
        name = "tiles/overview-370200-burn-up.png"
        (job.folder / "tiles").mkdir()
        Image.new("RGB", (1436, 600), "navy").save(job.folder / name)
        job.manifest.add(job.folder, name, (1436, 600))
        tiles = (
            Tile("burn-up", "done", 16, "燃尽图", {"png": name}),
            Tile("late", "empty", 0, "滞后清单"),
        )
        job.manifest.screens.append(Screen("overview", "总览", small.CITY, {}, tiles, {}))
        return job

    return make

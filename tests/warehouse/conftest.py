"""A small deployment that is loaded, with its own sql/, for every test that wants one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.warehouse.small import Deployment, two_weeks, write_sql
from warehouse.build import Built, Options, build
from warehouse.paths import DataPaths
from warehouse.read import Warehouse, open_current


class Place:
    """A deployment and its sql/ in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.deployment: Deployment = two_weeks(folder / "data")
        self.paths: DataPaths = self.deployment.paths
        self.sql_dir = write_sql(folder)

    def sql(self, files: Mapping[str, str | None]) -> None:
        """Change some files of sql/ (None removes one)."""
        write_sql(self.folder, files)

    def build(self, options: Options | None = None) -> Built:
        """Build and publish."""
        return build(self.paths, self.sql_dir, options)

    def open(self) -> Warehouse:
        """The published warehouse."""
        return open_current(self.paths)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """Two districts, two weeks, nothing built yet."""
    return Place(tmp_path)


@pytest.fixture
def built(place: Place) -> Place:
    """The same, with one version published."""
    place.build()
    return place


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """One built deployment for a module's tests that only read."""
    place = Place(tmp_path_factory.mktemp("shared"))
    place.build()
    return place

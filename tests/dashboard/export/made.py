"""A published version, an order for it and parts that make an export without a browser."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import cast

import duckdb

from dashboard.export.bulletin.register import Entry
from dashboard.export.job import Job
from dashboard.export.manifest import Manifest, read_manifest
from dashboard.export.order import Order, target
from dashboard.export.progress import Step
from dashboard.menu import PAGES
from dashboard.view import Area
from warehouse.common.files import file_sha256
from warehouse.paths import DataPaths, data_paths
from warehouse.publish import release_of
from warehouse.read import Warehouse

AS_OF = date(2021, 3, 21)
CITY = Area("370200", "青岛市", "青岛", "city", None)
VERSIONS = tuple(f"2021032{day}T000000000000Z-{day:012x}" for day in range(1, 5))


def publish(home: Path, version: str) -> Warehouse:
    """A version with nothing in it; the newest published is in force."""
    paths = data_paths(home)
    paths.published.mkdir(parents=True, exist_ok=True)
    file = paths.published / f"warehouse-{version}.duckdb"
    file.write_bytes(version.encode())
    facts = {
        "version": version,
        "file": file.name,
        "sha256": hashlib.sha256(version.encode()).hexdigest(),
        "bytes": file.stat().st_size,
        "built_at": "2021-03-22T00:00:00Z",
        "data_as_of": AS_OF.isoformat(),
        "is_demo": True,
    }
    for place in (file.with_suffix(".json"), paths.pointer):
        place.write_text(json.dumps(facts), "utf-8")
    return Warehouse(
        release_of(paths, version), file, cast("duckdb.DuckDBPyConnection", None), "full"
    )


def order(paths: DataPaths, version: str, out: Path | None = None) -> Order:
    """The overview of the city, from `version`."""
    where = target(out, paths.export, "2021-W11", "full")
    return Order(AS_OF, (CITY,), PAGES[:1], "full", version, Entry(2021, 1, AS_OF), where)


def two_files(job: Job) -> None:
    """A part that writes two files, whose content names the version."""
    (job.folder / "pages").mkdir()
    for name in ("pages/a.png", "pages/b.png"):
        (job.folder / name).write_text(f"{name} {job.order.version}", "utf-8")
        job.manifest.add(job.folder, name)


def silent(_step: Step) -> None:
    """Says nothing."""


def whole(folder: Path) -> Manifest:
    """The manifest of a finished export of which every file is there and unchanged."""
    manifest = read_manifest(folder)
    found = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    assert found == {*manifest.files, "manifest.json"}
    for name, file in manifest.files.items():
        assert file_sha256(folder / name) == file.sha256
        assert (folder / name).read_text("utf-8").endswith(manifest.version)
    return manifest


def with_out(one: Order, out: Path) -> Order:
    """The same order for another folder."""
    return replace(one, target=out)

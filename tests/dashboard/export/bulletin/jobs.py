"""Jobs as the parts behind the screens find them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from dashboard import read
from dashboard.export.budget import Budget
from dashboard.export.bulletin.register import Entry
from dashboard.export.job import Job
from dashboard.export.manifest import Manifest
from dashboard.export.order import Order
from dashboard.menu import PAGES
from tests.dashboard.export import made
from warehouse.paths import data_paths


def bare_job(home: Path, as_of: date, entry: Entry | None = None) -> Job:
    """An export of the city in `home`, of which nothing is made yet."""
    folder, scratch = home / "made", home / "scratch"
    for one in (folder, scratch):
        one.mkdir(parents=True)
    warehouse = read.current()
    city = read.areas(warehouse.version).city
    pages = PAGES[:1]
    order = Order(as_of, (city,), pages, warehouse.role, warehouse.version, entry, folder)
    manifest = Manifest.of(order, warehouse)
    parts = (data_paths(), Budget.of(1), folder, scratch, manifest, made.silent)
    return Job(order, warehouse, *parts)

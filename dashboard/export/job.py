"""One export, from an order to a folder: its parts in turn, all of them or nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from dashboard.export import staging
from dashboard.export.budget import Budget
from dashboard.export.errors import ExportError
from dashboard.export.manifest import Manifest
from dashboard.export.order import Order
from dashboard.export.progress import PUBLISH, STAGES, Say, Step
from warehouse.common.files import make_folder, remove_folder
from warehouse.errors import WarehouseError
from warehouse.paths import DataPaths
from warehouse.publish import release_of
from warehouse.read import Warehouse


@dataclass(frozen=True)
class Job:
    """What a part works with.

    Into `folder` it writes what will be published, and adds that to `manifest`; `scratch` is for
    what only matters if the export fails.
    """

    order: Order
    warehouse: Warehouse
    paths: DataPaths
    budget: Budget
    folder: Path
    scratch: Path
    manifest: Manifest
    say: Say


Part = Callable[[Job], None]


class Failed(ExportError):
    """An export that failed: why, and where what was made so far lies."""

    def __init__(self, why: str, kept: Path | None) -> None:
        self.kept = kept
        lies = (
            f"已做成的部分在 {kept}，供查看" if kept else "磁盘或权限有问题，没有留下可查看的部分"
        )
        super().__init__(f"{why}\n没有导出，原有的导出没有动过；{lies}")


def run(
    order: Order, warehouse: Warehouse, paths: DataPaths, parts: Sequence[Part], say: Say
) -> Manifest:
    """Makes the export; ExportError when it cannot, and then nothing is changed."""
    exports = paths.export
    with (
        staging.sole_exporter(exports),
        staging.held(exports, order.version, order.target),
    ):
        release_of(paths, order.version)  # from here on it stays
        workshop = staging.open_workshop(order.target)
        try:
            return _make(order, warehouse, paths, workshop, parts, say)
        except (ExportError, WarehouseError) as problem:
            raise Failed(str(problem), _kept(workshop, exports, order, str(problem))) from problem
        finally:
            remove_folder(workshop)


def _make(
    order: Order,
    warehouse: Warehouse,
    paths: DataPaths,
    workshop: Path,
    parts: Sequence[Part],
    say: Say,
) -> Manifest:
    with staging.explained("导出", workshop):
        made, scratch = workshop / "made", workshop / "scratch"
        for folder in (made, scratch):
            make_folder(folder)
        budget = Budget.of(len(order.pages) * len(order.areas))
        manifest = Manifest.of(order, warehouse)
        job = Job(order, warehouse, paths, budget, made, scratch, manifest, say)
        with budget.enforced():
            for part in parts:
                part(job)
        say(Step(PUBLISH, STAGES[PUBLISH]))
        manifest.write(made)
    release_of(paths, order.version)  # nobody has taken it away by hand: the manifest names it
    staging.publish(made, order.target)
    return manifest


def _kept(workshop: Path, exports: Path, order: Order, why: str) -> Path | None:
    try:
        return staging.keep_failed(workshop, exports, order.target, why)
    except OSError:  # told by Failed: what is wrong with the disk is what went wrong before
        return None

"""Whether a finished export is still what was made, and still says what its warehouse says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from dashboard.export import checks, written
from dashboard.export.errors import Faulty
from dashboard.export.manifest import Manifest
from dashboard.export.order import MANIFEST
from dashboard.export.truth import Asked
from warehouse.common.files import file_sha256
from warehouse.read import Warehouse


def faults(folder: Path, manifest: Manifest, warehouse: Warehouse) -> list[str]:
    """What is wrong, one line each; `warehouse` is the version and edition the manifest names."""
    return [
        *_of_files(folder, manifest),
        *_of_warehouse(manifest, warehouse),
        *_of_tiles(manifest),
        *_of_figures(manifest),
    ]


def _of_files(folder: Path, manifest: Manifest) -> Iterator[str]:
    found = {
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()
    } - {MANIFEST}
    for name, file in manifest.files.items():
        if name not in found:
            yield f"{name}：不见了"
        elif file_sha256(folder / name) != file.sha256:
            yield f"{name}：内容与导出时不同"
    for name in sorted(found - set(manifest.files)):
        yield f"{name}：不是这次导出的文件"


def _of_warehouse(manifest: Manifest, warehouse: Warehouse) -> Iterator[str]:
    edition = warehouse.release.of(manifest.role)
    if edition is None or edition.sha256 != manifest.warehouse_sha256:
        yield f"版本 {manifest.version} 的库与导出时的校验码不同"


def _of_tiles(manifest: Manifest) -> Iterator[str]:
    for screen in manifest.screens:
        for tile in screen.tiles:
            if tile.state not in checks.FINAL:
                yield f"{screen.title}（{screen.area}）› 板块 {tile.id}：状态为 {tile.state}"


def _of_figures(manifest: Manifest) -> Iterator[str]:
    for one in manifest.figures:
        metric, _, aspect = one.metric.partition("/")
        asked = Asked(manifest.version, metric, aspect, one.area, date.fromisoformat(one.as_of))
        try:
            against = checks.equal(asked, one.value, one.place, one.tile)
        except Faulty as wrong:
            yield str(wrong)
            continue
        if against != one.against:
            was = f"{one.metric} 当时与 {one.against} 核对"
            yield f"{one.place} › 板块 {one.tile}：{was}，现在是 {against}"
        if not written.stands_for(one.text, one.value):
            yield f"{one.place} › 板块 {one.tile}：写的是“{one.text}”，而值是 {one.value}"

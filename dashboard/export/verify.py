"""Whether a finished export is still what was made, and still says what its warehouse says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from importlib.metadata import version as installed
from pathlib import Path

from dashboard.export import checks, written
from dashboard.export.bulletin import document, workbook
from dashboard.export.errors import Faulty
from dashboard.export.manifest import Manifest, is_as_written
from dashboard.export.order import MANIFEST
from dashboard.export.truth import Asked
from dashboard.proof.extract import Unreadable
from warehouse.common.files import file_sha256
from warehouse.errors import WarehouseError
from warehouse.read import Warehouse


def faults(folder: Path, manifest: Manifest, warehouse: Warehouse) -> list[str]:
    """What is wrong, one line each; `warehouse` is the version and edition the manifest names."""
    return [
        *([] if is_as_written(folder) else [f"{MANIFEST}：内容与导出时不同"]),
        *_of_files(folder, manifest),
        *_of_warehouse(manifest, warehouse),
        *_of_tiles(manifest),
        *_of_figures(manifest),
        *_of_document(folder, manifest),
        *_of_workbook(folder, manifest, warehouse),
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
        as_of = date.fromisoformat(one.as_of)
        asked = Asked.of(manifest.version, one.metric, one.area, as_of)
        try:
            against = checks.equal(asked, one.value, one.place, one.tile)
        except Faulty as wrong:
            yield str(wrong)
            continue
        if one.against not in (None, against):  # what no table told then, one may tell today
            was = f"{one.metric} 当时与 {one.against} 核对"
            yield str(Faulty(one.place, f"{was}，现在是 {against}", one.tile))
        if not written.stands_for(one.text, one.value):
            said = f"写的是“{one.text}”，而值是 {one.value}"
            yield str(Faulty(one.place, said, one.tile))


def _of_document(folder: Path, manifest: Manifest) -> Iterator[str]:
    """The figures stand in the document where the manifest says so."""
    if not (folder / document.FILE).is_file():
        return
    figures = [one for one in manifest.figures if document.is_of_document(one)]
    try:
        yield from document.faults(folder / document.FILE, figures)
    except Unreadable as problem:
        yield str(problem)


def _of_workbook(folder: Path, manifest: Manifest, warehouse: Warehouse) -> Iterator[str]:
    """Made again it is the same, as far as the same library makes it in the same form."""
    file = folder / workbook.FILE
    made_with = (manifest.software.get(workbook.LIBRARY), manifest.software.get(workbook.FILE))
    is_made_alike = made_with == (installed(workbook.LIBRARY), workbook.FORM)
    if file.is_file() and is_made_alike:
        try:
            again = workbook.content(manifest, warehouse)
        except (Faulty, KeyError, WarehouseError) as problem:
            yield f"{workbook.FILE}：按清单重做不出（{problem}）"
            return
        if again != file.read_bytes():
            yield f"{workbook.FILE}：按清单和库中的数重做，与导出的不同"

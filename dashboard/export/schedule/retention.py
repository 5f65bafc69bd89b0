"""Which exports are kept: the newest of each role, and every one that became an issue."""

from __future__ import annotations

from pathlib import Path

from dashboard.export import staging
from dashboard.export.errors import Busy, ExportError
from dashboard.export.manifest import Manifest, read_manifest
from warehouse.common.files import remove_folder


def prune(exports: Path, keep: int) -> list[Path]:
    """Removes older exports than the newest `keep` of a role, and gives what was removed.

    An issue of the bulletin stays for good, as does a folder that is no export of ours. While
    another export is under way nothing is removed.
    """
    removed = []
    try:
        with staging.sole_exporter(exports):
            for folder in _superfluous(exports, keep):
                with staging.explained("清理旧的导出", folder):
                    remove_folder(folder)
                removed.append(folder)
    except Busy:
        return removed
    return removed


def _superfluous(exports: Path, keep: int) -> list[Path]:
    by_role: dict[str, list[tuple[Manifest, Path]]] = {}
    for folder in exports.iterdir():
        if folder.name.startswith(".") or folder.name == staging.FAILED:
            continue
        try:
            manifest = read_manifest(folder)
        except ExportError:
            continue
        by_role.setdefault(manifest.role, []).append((manifest, folder))
    old = []
    for made in by_role.values():
        made.sort(key=lambda one: (one[0].as_of, one[1].name), reverse=True)
        old += [folder for manifest, folder in made[keep:] if manifest.issue is None]
    return sorted(old)

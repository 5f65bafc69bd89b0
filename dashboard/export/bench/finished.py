"""Finished exports of this deployment, and what of each is handed out.

Whatever is asked for by name is looked up among what lies there: a name is never made into a path.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from dashboard.export import staging
from dashboard.export.bulletin import files
from dashboard.export.errors import ExportError
from dashboard.export.manifest import read_manifest
from dashboard.export.order import MANIFEST
from warehouse.common.audience import may_see

PARTS: Mapping[str, str] = {
    "document": files.DOCUMENT,
    "pdf": files.PDF,
    "workbook": files.WORKBOOK,
    "manifest": MANIFEST,
}
"""What is handed out by itself: its name in an address, its file."""
_KEPT = 512


@dataclass(frozen=True)
class Finished:
    """One finished export; `bytes` is of all its files, `is_draft` None where it does not say."""

    folder: Path
    week: str
    as_of: str
    issue: int | None
    role: str
    version: str
    made_at: str
    bytes: int
    is_draft: bool | None
    is_demo: bool
    parts: tuple[str, ...]
    pages: tuple[str, ...]

    @property
    def name(self) -> str:
        """What its folder is called."""
        return self.folder.name

    def file(self, part: str) -> Path | None:
        """The file of that part; None for one that it does not have."""
        return self.folder / PARTS[part] if part in self.parts else None


def listed(exports: Path, role: str) -> list[Finished]:
    """Those that a reader of `role` may read, the newest week first."""
    if not exports.is_dir():
        return []
    found = [
        one
        for folder in exports.iterdir()
        if (one := _finished(folder)) is not None and may_see(role, one.role)
    ]
    return sorted(found, key=lambda one: (one.as_of, one.name), reverse=True)


def find(exports: Path, role: str, name: str) -> Finished | None:
    """The one whose folder has that name, among those that the role may read."""
    return next((one for one in listed(exports, role) if one.name == name), None)


def _finished(folder: Path) -> Finished | None:
    """None for what is no whole export: for whom it would be is not known then."""
    if folder.name.startswith(".") or folder.name == staging.FAILED:
        return None
    try:
        state = (folder / MANIFEST).stat()
        return _read(folder, state.st_mtime_ns, state.st_size, state.st_ino)
    except (OSError, ExportError):
        return None


@lru_cache(maxsize=_KEPT)
def _read(folder: Path, _changed: int, size: int, _number: int) -> Finished:
    """Kept as long as the manifest stays as it is: it lists thousands of figures."""
    told = read_manifest(folder)
    return Finished(
        folder,
        told.week,
        told.as_of,
        told.issue,
        told.role,
        told.version,
        told.made_at,
        size + sum(file.bytes for file in told.files.values()),
        told.is_draft,
        told.is_demo,
        tuple(part for part, file in PARTS.items() if file in {*told.files, MANIFEST}),
        tuple(told.pages),
    )

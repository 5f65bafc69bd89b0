"""The parts of an Office package: which of them is the workbook, and which are its sheets."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass

from etl.reading.archive import Archive, Attributes

_GRID = "/worksheet"
TRUE = ("1", "true", "on")


@dataclass(frozen=True)
class SheetPart:
    """One sheet of the workbook: its name and the part that holds it; grid = cells, not a chart."""

    name: str
    part: str
    is_grid: bool


@dataclass(frozen=True)
class Workbook:
    """The workbook part: epoch and sheets, in order."""

    epoch: int
    sheets: tuple[SheetPart, ...]


def workbook_part(archive: Archive) -> str | None:
    """Name of the part with the list of sheets (.xml or .bin), None if this is no workbook."""
    for kind, target in _relations(archive, "_rels/.rels", "").values():
        if kind.endswith("/officeDocument"):
            return target
    for name in ("xl/workbook.xml", "xl/workbook.bin"):
        if name in archive:
            return name
    return None


def read_workbook_part(archive: Archive, part: str) -> Workbook:
    """Epoch and sheets of an .xlsx."""
    relations = sheet_relations(archive, part)
    epoch = 1900
    sheets: list[SheetPart] = []

    def start(tag: str, attributes: Attributes) -> None:
        nonlocal epoch
        if tag == "workbookPr" and attributes.get("date1904", "0") in TRUE:
            epoch = 1904
        elif tag == "sheet" and "id" in attributes:
            link = relations.get(attributes["id"])
            sheets.append(sheet_part(attributes.get("name", ""), link))

    archive.parse(part, start)
    return Workbook(epoch, tuple(sheets))


def sheet_part(name: str, link: tuple[str, str] | None) -> SheetPart:
    """A sheet from its relation, (type, part)."""
    kind, target = link or ("", "")
    return SheetPart(name, target, kind.endswith(_GRID))


def sheet_relations(archive: Archive, part: str) -> dict[str, tuple[str, str]]:
    """Relation id -> (type, part) of a workbook part."""
    folder, name = posixpath.split(part)
    return _relations(archive, posixpath.join(folder, "_rels", f"{name}.rels"), folder)


def _relations(archive: Archive, name: str, folder: str) -> dict[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}

    def start(tag: str, attributes: Attributes) -> None:
        if tag == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "").replace("\\", "/")
            whole = target if target.startswith("/") else posixpath.join(folder, target)
            path = posixpath.normpath(whole).lstrip("/")
            found[attributes.get("Id", "")] = (attributes.get("Type", ""), path)

    if name in archive:
        archive.parse(name, start)
    return found

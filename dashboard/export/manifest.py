"""manifest.json: what an export is made of, so that it can be checked, and made again, later."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from importlib.metadata import version as installed
from pathlib import Path
from typing import Any

from dashboard.export.errors import ExportError
from dashboard.export.order import MANIFEST, Order
from warehouse.common.audience import AUDIENCES
from warehouse.common.files import file_sha256, write_atomic
from warehouse.common.oserrors import cause
from warehouse.read import Warehouse

SOFTWARE = (
    *("docxtpl", "duckdb", "jinja2", "pillow", "playwright", "polars", "python-docx"),
    *("streamlit", "xlsxwriter"),
)

SEAL = "seal"  # the last key: a hash of all the others


@dataclass(frozen=True)
class File:
    """One file of the export: its hash and size; of a picture also its width and height."""

    sha256: str
    bytes: int
    width: int | None = None
    height: int | None = None


@dataclass(frozen=True)
class Tile:
    """What became of one declared tile, and its pictures by kind; an empty one has none."""

    id: str
    state: str
    rows: int
    title: str
    files: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Screen:
    """One page of one area: its tiles, the choices it was drawn with, its pictures by sheet."""

    page: str
    title: str
    area: str
    choices: Mapping[str, str]
    tiles: tuple[Tile, ...]
    files: Mapping[str, str]

    @property
    def name(self) -> str:
        """What its files, and the places of its figures, are called."""
        return screen_name(self.page, self.area)


def screen_name(page: str, area: str) -> str:
    """As `Screen.name`, before there is one."""
    return f"{page}-{area}"


@dataclass(frozen=True)
class Figure:
    """One figure as it is printed: what it is, its value, and where it stands.

    `against` is the table that the value was compared with; None where the page computed it from
    several figures, as the years a pace leads to. `place` is the page, or the file, it stands in.
    """

    metric: str
    area: str
    as_of: str
    value: float | None
    text: str
    place: str
    tile: str | None
    against: str | None


@dataclass
class Manifest:
    """The facts of one export; parts add what they made."""

    version: str
    warehouse_file: str
    warehouse_sha256: str
    role: str
    week: str
    as_of: str
    data_as_of: str
    is_demo: bool
    issue: int | None
    pages: list[str]
    areas: list[str]
    made_at: str
    software: dict[str, str]
    screens: list[Screen] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    files: dict[str, File] = field(default_factory=dict)
    is_draft: bool | None = None  # None: made before exports said so

    @classmethod
    def of(cls, order: Order, warehouse: Warehouse) -> Manifest:
        """The head of the manifest of an export that begins."""
        edition = warehouse.release.of(order.role)
        assert edition is not None  # the warehouse was opened in it
        return cls(
            version=order.version,
            warehouse_file=edition.file,
            warehouse_sha256=edition.sha256,
            role=order.role,
            week=order.week,
            as_of=order.as_of.isoformat(),
            data_as_of=warehouse.data_as_of.isoformat(),
            is_demo=warehouse.is_demo,
            issue=order.issue,
            is_draft=order.is_draft,
            pages=[page.name for page in order.pages],
            areas=[area.code for area in order.areas],
            made_at=datetime.now(UTC).isoformat(timespec="seconds"),
            software={
                "python": platform.python_version(),
                **{name: installed(name) for name in SOFTWARE},
            },
        )

    def add(self, folder: Path, name: str, size: tuple[int, int] | None = None) -> None:
        """Takes up the finished file `name` of `folder`; `size` of a picture, in its pixels."""
        path = folder / name
        self.files[name] = File(file_sha256(path), path.stat().st_size, *(size or (None, None)))

    def write(self, folder: Path) -> None:
        """Writes manifest.json, the last file of an export, sealed."""
        told = asdict(self)
        text = json.dumps({**told, SEAL: _seal(told)}, ensure_ascii=False, indent=1)
        write_atomic(folder / MANIFEST, f"{text}\n".encode())


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a finished export; ExportError says what is wrong with it."""
    path = folder / MANIFEST
    if not folder.is_dir():
        raise ExportError(f"{folder}：没有这个文件夹")
    if not path.is_file():
        raise ExportError(f"{path}：没有清单，这里不是一次完整的导出")
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        told.pop(SEAL, None)
        made = Manifest(
            **{
                **told,
                "screens": [_screen(one) for one in told["screens"]],
                "figures": [Figure(**one) for one in told["figures"]],
                "files": {name: File(**one) for name, one in told["files"].items()},
            }
        )
        _try(made)
        return made
    except OSError as error:
        raise ExportError(f"{path}：读不出（{cause(error)}）。请检查文件权限") from error
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise ExportError(f"{path}：不是完整的清单，可能被改动过。请重新导出") from error


def is_as_written(folder: Path) -> bool:
    """Whether its readable manifest says what it said when it was made, as far as it is sealed."""
    told = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    seal = told.pop(SEAL, None)
    return seal is None or seal == _seal(told)


def _seal(told: Mapping[str, Any]) -> str:
    """The hash of all that a manifest says, so that one changed by accident is told."""
    facts = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(facts.encode()).hexdigest()


def _try(made: Manifest) -> None:
    """Raises ValueError or TypeError for what no export writes; one without a seal is tried too."""
    if made.role not in AUDIENCES:
        raise ValueError(made.role)
    for day in {made.as_of, made.data_as_of, *(one.as_of for one in made.figures)}:
        date.fromisoformat(day)
    if not all(one.value is None or isinstance(one.value, int | float) for one in made.figures):
        raise TypeError("a value is no number")


def _screen(told: Mapping[str, Any]) -> Screen:
    tiles: Iterable[Mapping[str, Any]] = told["tiles"]
    return Screen(**{**told, "tiles": tuple(Tile(**one) for one in tiles)})

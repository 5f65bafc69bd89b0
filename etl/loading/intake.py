"""What a worker is told about a file and what it hands back: plain values between processes."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from etl.loading.ledger import Key


@dataclass(frozen=True)
class Options:
    """What the caller says about the files; None = found in the file, its name or its folders."""

    source: str | None = None
    unit: str | None = None
    as_of: date | None = None
    layout: Path | None = None


@dataclass(frozen=True)
class Task:
    """One file for a worker. `copy` is parsed; `register` are Parquet files of the area register;
    results go to `out` under temporary names; `layouts` holds layouts of earlier loads by hash."""

    copy: Path
    hint: str
    sha256: str
    options: Options
    register: tuple[Path, ...]
    layouts: Path
    out: Path

    @property
    def name(self) -> str:
        """The file's own name."""
        return self.copy.name


@dataclass(frozen=True)
class Part:
    """One table of a file, or what was refused of it (`source` None).

    `number` names its temporary files; `data` and `manifest` are where they go, relative to the
    data folder. `errors` and `confirm` count findings, the other counts are rows.
    """

    number: int
    source: str | None
    unit_code: str | None
    as_of: str | None
    sheet: str | None
    contract_hash: str | None
    layout_hash: str | None
    read: int
    accepted: int
    rejected: int
    skipped: int
    unclaimed: int
    errors: int
    confirm: int
    is_demo: bool
    data: str | None
    manifest: str
    skips: tuple[tuple[str, int], ...] = ()
    """Why rows were skipped: (reason, rows), as etl.checking.skips names them."""
    data_sha256: str | None = None
    """SHA-256 of the Parquet file."""

    @property
    def key(self) -> Key:
        """(source, unit, as_of); blanks for what was refused."""
        return self.source or "", self.unit_code or "", self.as_of or ""


@dataclass(frozen=True)
class Intake:
    """What a file holds. `answers`: SHA-256 of the original when it is a return workbook.
    `failure`: kind of an isolated worker's failure; such a file may be tried again.
    `awaits`: the first day (YYYY-MM-DD) on which a sheet of a day to come may be taken."""

    format: str | None
    encoding: str | None
    answers: str | None
    parts: tuple[Part, ...]
    failure: str | None = None
    awaits: str | None = None

    @classmethod
    def from_json(cls, text: bytes) -> Intake:
        """What `to_json` wrote; KeyError, TypeError or ValueError when it is another thing."""
        body = json.loads(text)
        parts = tuple(_part(**part) for part in body.pop("parts"))
        return cls(parts=parts, **body)

    def to_json(self) -> bytes:
        """The intake as JSON, kept so that the same content is never parsed again."""
        return json.dumps(asdict(self), ensure_ascii=False).encode()


def _part(skips: Iterable[tuple[str, int]], **facts: Any) -> Part:
    """A part out of JSON, which knows no tuples."""
    return Part(skips=tuple((kind, count) for kind, count in skips), **facts)


def temporary_data(out: Path, number: int) -> Path:
    """Where a worker leaves the rows of its part `number`."""
    return out / f"{number}.parquet"


def temporary_manifest(out: Path, number: int) -> Path:
    """Where a worker leaves the manifest of its part `number`."""
    return out / f"{number}.json"

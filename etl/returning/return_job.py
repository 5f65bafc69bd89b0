"""What a return workbook is made from: plain values that cross into a worker."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from etl.findings import Finding

UNFINISHED = ".part"
"""Stands in the name of a return workbook that is still being written."""


@dataclass(frozen=True)
class ReturnSheet:
    """One sheet as it was checked. `header_row` None: not recognised, so only listed.

    `columns`: contract column -> (number from 1, title, whether it holds numbers).
    """

    sheet: str
    source: str | None
    source_title: str | None
    unit_code: str | None
    unit_title: str | None
    as_of: str | None
    layout_hash: str | None
    header_row: int | None
    columns: Mapping[str, tuple[int, str, bool]]
    read: int = 0
    accepted: int = 0
    rejected: int = 0
    skipped: int = 0


@dataclass(frozen=True)
class ReturnJob:
    """What to send back: the received file, what was found, and where the workbook goes.

    `notes`: the county's answer to each finding so far; empty when there is none at all.
    """

    original: Path
    target: Path
    file: str
    sha256: str
    format: str | None
    encoding: str | None
    is_answer: bool
    sheets: tuple[ReturnSheet, ...]
    findings: tuple[Finding, ...]
    notes: tuple[str | None, ...] = ()

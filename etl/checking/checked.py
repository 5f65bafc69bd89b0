"""What checking a file gives: its sheets, rows and findings, with every row accounted for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import polars as pl

from etl.contract import Contract
from etl.findings import Finding


class ConservationError(RuntimeError):
    """Rows were lost or counted twice: a fault of the program, never of the file."""


@dataclass(frozen=True)
class CheckedSheet:
    """One sheet held against a contract; `read = accepted + rejected + skipped` always.

    `source` and `contract` are None for a sheet that was not taken (all its rows are skipped).
    `rows`: the accepted rows with the contract's stored columns (typed), then `unit_code`, `as_of`,
    `_file`, `_sheet`, `_row`, `_unclaimed`; None when the sheet was not taken.
    `skips` counts the skipped rows by reason (etl.checking.skips); `unclaimed` is the part of
    `accepted` whose area is not resolved. `header_row` is the number of the lowest header row,
    `columns` maps contract columns to sheet columns counted from 1.
    `answers`: `_row`, `answer` of the 说明 column of a return workbook, else None.
    `awaits`: the cut-off date that keeps the sheet out until it has come.
    `has_unchecked_areas`: codes below district level were taken on their form alone.
    """

    sheet: str
    source: str | None
    contract: Contract | None
    unit_code: str | None
    as_of: date | None
    is_demo: bool
    read: int
    accepted: int
    rejected: int
    skipped: int
    unclaimed: int
    findings: tuple[Finding, ...]
    rows: pl.DataFrame | None
    header_row: int | None
    columns: Mapping[str, int] = field(default_factory=dict)
    answers: pl.DataFrame | None = None
    has_unchecked_areas: bool = False
    skips: Mapping[str, int] = field(default_factory=dict)
    awaits: date | None = None

    def __post_init__(self) -> None:
        counted = self.accepted + self.rejected + self.skipped
        kept = self.accepted if self.rows is None else self.rows.height
        is_sound = self.read == counted and sum(self.skips.values()) == self.skipped
        if not is_sound or kept != self.accepted or self.unclaimed > self.accepted:
            raise ConservationError(
                f"工作表 {self.sheet}：读入 {self.read} 行，采用 {self.accepted} 行、"
                f"退回 {self.rejected} 行、跳过 {self.skipped} 行、待认领 {self.unclaimed} 行，"
                "对不上。这是程序错误，请报告"
            )

    @property
    def is_loadable(self) -> bool:
        """Whether the rows may be loaded: source, unit and date are known."""
        return self.rows is not None and self.unit_code is not None and self.as_of is not None


@dataclass(frozen=True)
class CheckedFile:
    """A file held against the contracts. An unreadable one has findings and no sheets.

    `format` is the true one (None when unreadable), `encoding` that of a text file. `findings` are
    about the file as a whole; `all_findings` adds those of its sheets.
    """

    path: Path
    format: str | None
    encoding: str | None
    sha256: str | None
    sheets: tuple[CheckedSheet, ...]
    findings: tuple[Finding, ...]

    @property
    def all_findings(self) -> tuple[Finding, ...]:
        """Findings of the file, then of its sheets in order."""
        return (*self.findings, *(f for sheet in self.sheets for f in sheet.findings))

    @property
    def is_readable(self) -> bool:
        """Whether the file could be read at all."""
        return self.format is not None

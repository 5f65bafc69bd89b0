"""Reads a return workbook that came back: its mark, the notes beside rows and in the list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import polars as pl

from etl.checking.checked import CheckedSheet
from etl.reading import Book, UnreadableFile, read_book
from etl.returning.returned import (
    ANSWER_TITLE,
    NOTE_SHEET,
    ROW_TITLE,
    Answer,
    Mark,
    clean_note,
    listed_answers,
    mark_of_file,
    mark_of_sheet,
    start_of_part,
)

_NAMES_PARTS = ("xl/workbook.xml", "content.xml")
"""Where the names of the sheets stand (xlsx; ods): ours is the first."""
_CFB = b"\xd0\xcf\x11\xe0"
_LEGACY_BYTES = 64 << 20


@dataclass(frozen=True)
class ReturnedFile:
    """What a file says as a return workbook; no mark: it is none.

    `partial_rows`: sheet -> (row in the original, note) of sheets sent back in part only.
    """

    mark: Mark | None = None
    listed: tuple[Answer, ...] = ()
    partial_rows: Mapping[str, tuple[tuple[int, str], ...]] = field(default_factory=dict)

    @property
    def as_of(self) -> date | None:
        """The date that all sheets of the original share."""
        common = self.mark.common("as_of") if self.mark else None
        return date.fromisoformat(common) if common else None

    @property
    def partial_sheets(self) -> frozenset[str]:
        """Sheets that hold only the rows with findings."""
        if self.mark is None:
            return frozenset()
        return frozenset(s.sheet for s in self.mark.sheets if not s.is_whole)


def read_returned(path: Path) -> ReturnedFile:
    """What the file says as a return workbook. Only files that may be one are opened."""
    mark = mark_of_file(path)
    if mark is None and not _may_be_one(path):
        return ReturnedFile()
    try:
        book = read_book(path)
    except UnreadableFile:
        return ReturnedFile()  # check_file tells why it cannot be read
    notes = next((s.frame for s in book.sheets if s.name == NOTE_SHEET), None)
    if mark is None and notes is not None:
        mark = mark_of_sheet(notes)
    if mark is None:
        return ReturnedFile()
    listed = listed_answers(notes) if notes is not None else ()
    return ReturnedFile(mark, listed, _partial_rows(book, mark))


def _may_be_one(path: Path) -> bool:
    """Whether a sheet is called 退回说明, by its bytes: other programs drop the property."""
    try:
        with path.open("rb") as file:
            head = file.read(len(_CFB))
            if head == _CFB and path.stat().st_size <= _LEGACY_BYTES:
                return NOTE_SHEET.encode("utf-16-le") in file.read()
    except OSError:
        return False  # not readable: check_file tells why
    if head[:2] != b"PK":
        return False
    return any(NOTE_SHEET.encode() in start_of_part(path, part) for part in _NAMES_PARTS)


def _partial_rows(book: Book, mark: Mark) -> dict[str, tuple[tuple[int, str], ...]]:
    found = {}
    for marked in mark.sheets:
        sheet = next((s for s in book.sheets if s.name == marked.sheet), None)
        if sheet is not None and not marked.is_whole:
            found[marked.sheet] = tuple(_numbered_notes(sheet.frame))
    return found


def _numbered_notes(frame: pl.DataFrame) -> Iterable[tuple[int, str]]:
    """(row in the original, note) of a reduced sheet: 说明 stands left of 原行号."""
    names = frame.columns[1:]
    for left, right in pairwise(names):
        header = frame.filter((pl.col(left) == ANSWER_TITLE) & (pl.col(right) == ROW_TITLE))
        if header.height:
            rows = frame.filter(
                pl.col(right).str.contains(r"^[0-9]+$") & pl.col(left).is_not_null()
            )
            for text, number in rows.select(left, right).iter_rows():
                if note := clean_note(text):
                    yield int(number), note
            return


def row_answers(sheets: Iterable[CheckedSheet], returned: ReturnedFile) -> list[dict[str, Any]]:
    """The notes beside the rows of these sheets, as events want them (`cell` and `rule` open)."""
    if returned.mark is None:
        return []
    answers = []
    for sheet in sheets:
        pairs: Iterable[tuple[int, str | None]] = returned.partial_rows.get(sheet.sheet, ())
        if sheet.answers is not None and sheet.sheet not in returned.partial_sheets:
            pairs = sheet.answers.select("_row", "answer").iter_rows()
        for row, text in pairs:
            if note := clean_note(text):
                answers.append(
                    {"sheet": sheet.sheet, "cell": None, "rule": None, "row": row, "note": note}
                )
    return answers

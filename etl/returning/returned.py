"""The mark that a return workbook carries, and what a county wrote into one that came back.

The mark says which file, source, unit and date a 退回修正单 answers. It stands in a custom property
and, because other programs drop properties, once more in a cell of the sheet 退回说明.
"""

from __future__ import annotations

import html
import json
import re
import zipfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import polars as pl

from etl.findings import masked

NOTE_SHEET = "退回说明"
REASON_TITLE = "问题"
ANSWER_TITLE = "说明"
ROW_TITLE = "原行号"
MARK_LABEL = "识别码（请勿改动）："
PROPERTY = "pucha_return"
LIST_HEADER = (
    "序号",
    "工作表",
    "单元格",
    "填的值",
    "级别",
    "规则",
    "原因",
    "处理办法",
    ANSWER_TITLE,
)
"""Captions of the list of findings in the sheet 退回说明."""

RETURN_PREFIX = "退回修正单-"
STEM_LENGTH = 60  # characters: three bytes each, and a file name has 255 bytes
_RETURN_NAME = re.compile(rf"^{RETURN_PREFIX}(.*)-[0-9a-f]{{8}}$")

_START_BYTES = 1 << 20
_PROPERTY_TEXTS = {
    "docProps/custom.xml": re.compile(
        rf'<property\b[^>]*\bname="{PROPERTY}"[^>]*>\s*<vt:lpwstr[^>]*>(.*?)</vt:lpwstr>', re.DOTALL
    ),
    "meta.xml": re.compile(
        rf'<meta:user-defined\b[^>]*\bmeta:name="{PROPERTY}"[^>]*>(.*?)</meta:user-defined>',
        re.DOTALL,
    ),
}
"""Part of an archive that holds custom properties (xlsx, xlsb; ods) -> where ours stands in it."""


@dataclass(frozen=True)
class MarkedSheet:
    """One sheet of the original: what it was taken for. `is_whole` False: only rows with findings
    were sent back, so the sheet cannot stand for the original."""

    sheet: str
    source: str | None
    unit_code: str | None
    as_of: str | None
    layout_hash: str | None
    is_whole: bool


@dataclass(frozen=True)
class Mark:
    """Which file a return workbook answers: its name, SHA-256 and sheets."""

    file: str
    sha256: str
    sheets: tuple[MarkedSheet, ...]

    def to_text(self) -> str:
        """The mark as one line of JSON."""
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":"))

    def common(self, name: str) -> str | None:
        """The value all recognised sheets share (`unit_code`, `as_of`), None when they differ."""
        values = {getattr(s, name) for s in self.sheets if s.source is not None}
        return values.pop() if len(values) == 1 else None


@dataclass(frozen=True)
class Answer:
    """What the county wrote beside a finding: the place and rule it speaks of, and the note."""

    sheet: str | None
    cell: str | None
    rule: str
    note: str


def return_name(file: str, sha256: str) -> str:
    """What the return workbook of a file is called; that of a return workbook keeps its stem."""
    stem = file.rsplit(".", 1)[0]
    stem = _RETURN_NAME.sub(r"\1", stem)[:STEM_LENGTH]
    return f"{RETURN_PREFIX}{stem}-{sha256[:8]}.xlsx"


def read_mark(text: str) -> Mark | None:
    """The mark in one line of JSON; None when it is not one of ours (or was damaged)."""
    try:
        body = json.loads(text)
        sheets = tuple(MarkedSheet(**sheet) for sheet in body["sheets"])
        return Mark(str(body["file"]), str(body["sha256"]), sheets)
    except (ValueError, KeyError, TypeError):
        return None


def mark_of_file(path: Path) -> Mark | None:
    """The mark in the file's custom property; None for other formats and other files.

    Reads one small part of the archive as text: at most a megabyte is unpacked, no XML parsed.
    """
    for part, written in _PROPERTY_TEXTS.items():
        found = written.search(start_of_part(path, part).decode("utf-8", "replace"))
        if found:
            return read_mark(html.unescape(found.group(1)))
    return None


def start_of_part(path: Path, name: str) -> bytes:
    """The first megabyte of one part of an archive; nothing when there is no such part."""
    try:
        with zipfile.ZipFile(path) as archive, archive.open(name) as part:
            return part.read(_START_BYTES)
    except (zipfile.BadZipFile, KeyError, OSError, RuntimeError, NotImplementedError, EOFError):
        return b""  # no archive, no such part, encrypted, unknown packing: check_file tells why


def mark_of_sheet(frame: pl.DataFrame) -> Mark | None:
    """The mark in the cells of the sheet 退回说明 (text columns c1…)."""
    for text in _texts(frame):
        if text.startswith(MARK_LABEL):
            return read_mark(text.removeprefix(MARK_LABEL).strip())
    return None


def _texts(frame: pl.DataFrame) -> list[str]:
    if "c1" not in frame.columns:
        return []
    return [text for text in frame["c1"].to_list() if text]


def clean_note(text: str | None) -> str | None:
    """The county's note in one line, ID numbers and phone numbers in it hidden."""
    line = " ".join((text or "").split())
    return masked(line) or None


def listed_answers(frame: pl.DataFrame) -> tuple[Answer, ...]:
    """The notes in the list of the sheet 退回说明; the list is found by its captions."""
    rows: list[dict[str, Any]] = frame.drop("_row", strict=False).to_dicts()
    answers: list[Answer] = []
    places: dict[str, str] | None = None
    for row in rows:
        words = {str(value).strip(): name for name, value in row.items() if value}
        if places is None:
            if all(caption in words for caption in LIST_HEADER):
                places = {caption: words[caption] for caption in LIST_HEADER}
            continue
        note = clean_note(row[places[ANSWER_TITLE]])
        rule = row[places["规则"]]
        if note and rule:
            answers.append(
                Answer(
                    row[places["工作表"]] or None,
                    row[places["单元格"]] or None,
                    str(rule).split()[0],
                    note,
                )
            )
    return tuple(answers)

"""A few rows of a long text file without reading all of it: what a return workbook sends back."""

from __future__ import annotations

import mmap
import tempfile
from collections.abc import Collection
from pathlib import Path

import polars as pl

from etl.reading import UnreadableFile, read_book

# In these encodings no byte of a character looks like a line break or a quote. By preference.
_CODECS = {
    "UTF-8": ("utf-8",),
    "UTF-8-BOM": ("utf-8-sig",),
    "GB18030": ("gb18030",),
    "Big5": ("cp950", "big5hkscs"),
}


def excerpt(path: Path, encoding: str | None, rows: Collection[int]) -> pl.DataFrame | None:
    """The rows with these numbers as read_book would give them: `_row` and text columns.

    None when lines and records may differ (quotes, odd line breaks) or the encoding is another:
    then the file has to be read as a whole.
    """
    codecs = _CODECS.get(encoding or "")
    wanted = sorted(set(rows))
    if codecs is None or not wanted or not _is_plain(path):
        return None
    lines = _lines(path, wanted)
    for codec in codecs:
        try:
            text = b"".join(lines).decode(codec)
        except UnicodeDecodeError:
            continue
        return _read(text, wanted)
    return None


def _is_plain(path: Path) -> bool:
    """Whether every line is a record: no quotes, no line breaks but \\n and \\r\\n."""
    if not path.stat().st_size:
        return False
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        if content.find(b'"') >= 0:
            return False
        at = content.find(b"\r")
        while at >= 0:
            if content[at + 1 : at + 2] != b"\n":
                return False
            if at > _LOOKED_AT:  # line ends do not change in the middle of a file
                return True
            at = content.find(b"\r", at + 1)
    return True


_LOOKED_AT = 1 << 20


def _lines(path: Path, wanted: list[int]) -> list[bytes]:
    last, chosen = wanted[-1], set(wanted)
    lines = []
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            if number in chosen:
                lines.append(line if line.endswith(b"\n") else line + b"\n")
            if number >= last:
                break
    return lines


def _read(text: str, wanted: list[int]) -> pl.DataFrame | None:
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "excerpt.csv"
        copy.write_text(text, encoding="utf-8", newline="")
        try:
            frame = read_book(copy).sheets[0].frame
        except (UnreadableFile, IndexError):
            return None
    if frame.height != len(wanted):
        return None
    return frame.with_columns(pl.Series("_row", wanted, pl.UInt32))

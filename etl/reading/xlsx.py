"""The outline of an .xlsx: sheets, epoch, and per sheet what calamine does not tell.

The sheets' XML is scanned as text, by polars' regular expressions (several times faster than a
parser, and without the interpreter's lock), piece by piece. A sheet whose cells are not written
as every usual writer does (`<c r="A1"`) is walked tag by tag.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from itertools import islice

import polars as pl
from polars.exceptions import ComputeError

from etl.reading.address import column_number
from etl.reading.archive import Archive
from etl.reading.model import Cell, Merge, Outline
from etl.reading.package import TRUE, SheetPart
from warehouse.common.worksheet import COLUMNS

_BATCH = 8  # pieces of a MiB scanned at once
_LONGEST_ROW = 64 << 20
_DIGITS = 6  # rows of shorter numbers are looked at closely for cells that lie about theirs
_SHEET_DATA = re.compile(rb"<((?:[\w.-]+:)?)sheetData(?:\s[^>]*?)?(/?)>")
_ATTRIBUTE = re.compile(r"([\w:.-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_TAGS = re.compile(r"<(?:/(?:[\w.-]+:)?row|(?:[\w.-]+:)?(row|c)((?:\s[^>]*)?/?))>")
_ADDRESS = re.compile(r"\sr=[\"']([A-Za-z]+)(\d+)")
_REFERENCE = re.compile(r"\$?([A-Za-z]+)\$?(\d+)")
_MERGE = re.compile(rb"mergeCell\s[^>]*?ref\s*=\s*[\"']([^\"':]+):([^\"']+)[\"']")


def outline(archive: Archive, sheet: SheetPart, *, exact: bool = False) -> Outline:
    """What a sheet's XML tells: extent, hidden rows and columns, merges, doubtful formulas.

    The extent may be a little too large; `exact` leaves out every empty cell, and is slow.
    """
    if not sheet.is_grid:
        return Outline(is_grid=False)
    scan = _Scan(exact=exact)
    pieces = scan.cut(archive.stream(sheet.part), archive)
    with ThreadPoolExecutor(1) as side:  # some pieces are scanned while the next are unpacked
        scanned = side.submit(scan.rows_of, [])
        while batch := list(islice(pieces, _BATCH)):
            scanned.result()
            scanned = side.submit(scan.rows_of, batch)
        scanned.result()
    return scan.outline()


@dataclass
class _Scan:
    """The state of one pass over a sheet's XML: before, within and after its `sheetData`."""

    exact: bool = False
    prefix: str = ""
    rows: int = 0
    columns: int = 0
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[Merge] = field(default_factory=list)
    uncached: list[Cell] = field(default_factory=list)
    long_numbers: list[Cell] = field(default_factory=list)
    row: int = 1  # where a row or cell without an address stands
    column: int = 1

    def cut(self, stream: Iterator[bytes], archive: Archive) -> Iterator[bytes]:
        """Pieces of sheetData that end where a row ends; head and tail are read on the way."""
        rest = b""
        for piece in stream:
            rest += piece
            if found := _SHEET_DATA.search(rest):
                break
            if len(rest) > _LONGEST_ROW:
                raise archive.damaged("工作表的开头过长")
        else:
            raise archive.damaged("工作表没有数据区（sheetData）")
        self.head(rest[: found.start()])
        self.prefix = found.group(1).decode()
        if found.group(2):
            self.tail(rest[found.end() :], stream, archive)
            return
        close, row_end = f"</{self.prefix}sheetData".encode(), f"</{self.prefix}row>".encode()
        rest = rest[found.end() :]
        searched = 0
        while (at := rest.find(close, searched)) < 0:
            if (end := rest.rfind(row_end)) >= 0:
                end += len(row_end)
                yield rest[:end]
                rest = rest[end:]
            elif len(rest) > _LONGEST_ROW:
                raise archive.damaged("工作表中有一行过长")
            piece = next(stream, b"")
            if not piece:
                raise archive.damaged("工作表不完整")
            searched = max(0, len(rest) - len(close))
            rest += piece
        yield rest[:at]
        self.tail(rest[at:], stream, archive)

    def head(self, text: bytes) -> None:
        """Hidden columns stand before the data."""
        for tag in re.findall(r"<(?:[\w.-]+:)?col\s([^>]*)>", text.decode("utf-8", "replace")):
            column = _attributes(tag)
            if column.get("hidden", "0") in TRUE:
                first, last = _integer(column.get("min")), _integer(column.get("max"))
                self.hidden_columns.update(range(first, min(last, COLUMNS) + 1))

    def tail(self, rest: bytes, stream: Iterator[bytes], archive: Archive) -> None:
        """Merged ranges stand after the data."""
        while True:
            cut = rest.rfind(b">") + 1
            for found in _MERGE.finditer(rest, 0, cut):
                first = _REFERENCE.fullmatch(found.group(1).decode("latin-1"))
                last = _REFERENCE.fullmatch(found.group(2).decode("latin-1"))
                if first and last:
                    self.merged.append((*_position(first), *_position(last)))
            rest = rest[cut:]
            if len(rest) > _LONGEST_ROW:
                raise archive.damaged("工作表的结尾过长")
            piece = next(stream, b"")
            if not piece:
                return
            rest += piece

    def rows_of(self, batch: Sequence[bytes]) -> None:
        """Adds what some whole rows tell."""
        if not batch:
            return
        pieces = _texts(batch)
        if (not self.exact and self._plain(pieces)) or self._addressed(pieces):
            return
        for text in pieces["text"]:
            self._walk(text)

    def _plain(self, pieces: pl.DataFrame) -> bool:
        """Scans rows written the usual way; False (and nothing changed) if they are not."""
        found = pieces.select(**self._signs())
        tags = found["tags"].explode().drop_nulls()
        numbers = tags.str.extract(f'^<{self.prefix}row r="(\\d+)"').cast(pl.UInt32, strict=False)
        usual = found.select((pl.col("cells") == pl.col("usual")) & ~pl.col("foreign"))
        if not usual.to_series().all() or numbers.null_count():
            return False
        if tags.is_empty():
            return not found["cells"].sum()
        last = numbers.max()
        assert isinstance(last, int)
        far = pieces.filter(found["far"] | (len(str(last)) < _DIGITS))
        rows, columns = self._far(far, last)
        self.rows, self.columns = max(self.rows, rows), max(self.columns, columns)
        hidden = tags.str.contains(r'\shidden="(?:1|true|on)"')
        self.hidden_rows.update(numbers.filter(hidden).to_list())
        self.row = last + 1
        for text in pieces.filter(found["formula"])["text"]:
            self._formulas(text)
        for text in pieces.filter(found["long"])["text"]:
            self._long_numbers(text)
        return True

    def _signs(self) -> dict[str, pl.Expr]:
        """Per piece: what decides whether, and for what, it needs a closer look."""
        text, p = pl.col("text"), self.prefix
        closed = text.str.count_matches(":c>", literal=True)
        return {
            "cells": text.str.count_matches(f"<{p}c", literal=True),
            "usual": text.str.count_matches(f'<{p}c r="', literal=True),
            # cells under another prefix: calamine would read them all the same
            "foreign": (closed != text.str.count_matches(f"</{p}c>", literal=True))
            | text.str.contains("</c>", literal=True)
            if p
            else text.str.contains(":c>", literal=True),
            "tags": text.str.extract_all(f"<{p}row[^>]*>"),
            "far": text.str.contains(f'<{p}c r="(?:[A-Za-z]{{2}}|[A-Za-z]\\d{{{_DIGITS + 1}}})'),
            "formula": text.str.contains(f"<{p}f", literal=True),
            "long": text.str.contains(rf"<{p}v>-?(?:\d{{16}}|[^<]*E\+1)"),
        }

    def _far(self, pieces: pl.DataFrame, last: int) -> tuple[int, int]:
        """Last row and column. Only addresses beyond Z, or longer than the row's, are looked at."""
        if pieces.is_empty():
            return last, 26
        digits = len(str(last)) + 1
        address = f"[A-Za-z]{{2,}}\\d+|[A-Za-z]\\d{{{digits},}}"
        pattern = f'<{self.prefix}c r="(?:{address})"(?:[^>]*[^>/])?>'  # not the empty ones
        far = pieces.select(pl.col("text").str.extract_all(pattern).explode()).to_series()
        far = far.drop_nulls().str.extract(r'"([A-Za-z]+\d+)"').unique()
        if far.is_empty():
            return last, 26
        letters = far.str.extract("([A-Za-z]+)").unique().to_list()
        rows = far.str.extract(r"(\d+)").cast(pl.UInt64, strict=False).max()
        farthest = rows if isinstance(rows, int) else last
        return max(last, farthest), max(column_number(name[:8]) for name in letters)

    def _formulas(self, text: str) -> None:
        """Notes the cells whose formula has no value."""
        for found in _cell_patterns(self.prefix).uncached.finditer(text):
            address = _ADDRESS.search(found.group(1))
            if address and 't="str"' not in found.group(1):
                self.uncached.append(_position(address))

    def _long_numbers(self, text: str) -> None:
        """Notes the numbers with more digits than Excel keeps."""
        for found in _cell_patterns(self.prefix).long_number.finditer(text):
            address = _ADDRESS.search(found.group(1))
            if address and 't="s' not in found.group(1):
                self.long_numbers.append(_position(address))

    def _addressed(self, pieces: pl.DataFrame) -> bool:
        """Scans rows and cells that have addresses, however written; False if some have none."""
        tag = pl.col("tag")
        pattern = r"<(?:[\w.-]+:)?(?:row|c)(?:\s[^>]*)?>"
        tags = pieces.select(pl.col("text").str.extract_all(pattern).explode().alias("tag"))
        tags = tags.drop_nulls().select(
            (tag.str.contains(r"^<(?:[\w.-]+:)?row\b")).alias("is_row"),
            tag.str.extract(r"\sr\s*=\s*[\"']([A-Za-z]*)\d").alias("letters"),
            tag.str.extract(r"\sr\s*=\s*[\"'][A-Za-z]*(\d{1,12})").cast(pl.Int64).alias("row"),
            tag.str.contains(r"\shidden\s*=\s*[\"'](?:1|true|on)[\"']").alias("hidden"),
            tag.str.ends_with("/>").alias("empty"),
        )
        if tags["row"].null_count():
            return False
        cells = tags.filter(~pl.col("is_row") & ~pl.col("empty"))
        last = cells["row"].max()
        if isinstance(last, int):
            letters = cells["letters"].unique().to_list()
            self.rows = max(self.rows, last)
            self.columns = max(self.columns, *(column_number(name[:8]) for name in letters))
        rows = tags.filter("is_row")
        self.hidden_rows.update(rows.filter("hidden")["row"].to_list())
        if not rows.is_empty():
            self.row = rows["row"][-1] + 1
        for text in pieces["text"]:
            if f"<{self.prefix}f" in text:
                self._formulas(text)
            self._long_numbers(text)
        return True

    def _walk(self, text: str) -> None:
        """Counts rows and cells without addresses, tag by tag, as calamine does."""
        for found in _TAGS.finditer(text):
            tag, raw = found.group(1), found.group(2) or ""
            empty = raw.endswith("/")
            attributes = _attributes(raw)
            if tag is None:  # the end of a row
                self.row, self.column = self.row + 1, 1
            elif tag == "c":
                address = _REFERENCE.fullmatch(attributes.get("r", ""))
                row, column = _position(address) if address else (self.row, self.column)
                if not empty:
                    self.rows, self.columns = max(self.rows, row), max(self.columns, column)
                self.column = column + 1
            else:
                self.row = _integer(attributes.get("r")) or self.row
                if attributes.get("hidden", "0") in TRUE:
                    self.hidden_rows.add(self.row)
                self.row += empty

    def outline(self) -> Outline:
        return Outline(
            rows=self.rows,
            columns=self.columns,
            hidden_rows=frozenset(self.hidden_rows),
            hidden_columns=frozenset(self.hidden_columns),
            merged=tuple(self.merged),
            uncached=tuple(self.uncached),
            long_numbers=tuple(self.long_numbers),
        )


def _texts(batch: Sequence[bytes]) -> pl.DataFrame:
    """The pieces as text. What is not UTF-8 goes as latin-1, for only ASCII is looked for."""
    try:
        text = pl.Series("text", batch, dtype=pl.Binary).cast(pl.String)
    except ComputeError:
        text = pl.Series("text", [piece.decode("latin-1") for piece in batch])
    return text.to_frame()


@dataclass(frozen=True)
class _CellPatterns:
    uncached: re.Pattern[str]
    long_number: re.Pattern[str]


@cache
def _cell_patterns(p: str) -> _CellPatterns:
    start = rf"<{p}c(\s[^>]*)>"
    formula = rf"(?:<{p}f[^>]*/>|<{p}f(?:\s[^>]*)?>[^<]*</{p}f>)"
    return _CellPatterns(
        re.compile(rf"{start}{formula}(?:<{p}v\s*/>|<{p}v></{p}v>)?</{p}c>"),
        re.compile(rf"{start}{formula}?<{p}v>-?(?:\d{{16,}}|[\d.]+E\+1[5-9])</{p}v>"),
    )


def _attributes(text: str) -> dict[str, str]:
    return {name: double or single for name, double, single in _ATTRIBUTE.findall(text)}


def _integer(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 12 else 0


def _position(found: re.Match[str]) -> Cell:
    return int(found.group(2)[:12]), column_number(found.group(1)[:8])

"""UTF-8 text -> records: separator and width, the frame, and which records are too long or short.

polars reads; Python's csv module takes over where quoting is not by the book.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TextIO

import polars as pl
from polars.exceptions import ComputeError, SchemaError

from etl.reading.model import Limits
from etl.reading.rules import refusal

SAMPLE_BYTES = 1 << 16
_SAMPLE_RECORDS = 200
_SEPARATORS = ",\t;"
_EXACT_BYTES = 32 << 20  # above this, short records of a file with quotes are not looked for
_CHUNK = 1 << 20
# polars: of any record, of the first one
_TOO_MANY_FIELDS = ("found more fields than defined", "column names not specified in schema")
_END_MARK = "\ue000pucha\ue000"

Source = Path | bytes
"""UTF-8 text: a file, or whole records of one."""


@dataclass(frozen=True)
class Shape:
    """How records are written: the separator, and how many fields the commonest one has."""

    separator: str
    width: int


def sniff(text: str, *, whole: bool) -> Shape:
    """The shape of the records a text begins with; `whole`: the text does not go on."""
    best, best_rank = Shape(",", 1), (0, 0)
    for separator in _SEPARATORS:
        widths = _sample_widths(text, separator, whole)
        if not widths:
            continue
        # records of one field are titles and notes, as long as there are others
        width, records = max(widths.items(), key=lambda item: (item[1] * (item[0] > 1), item[0]))
        rank = (records, width) if width > 1 else (0, 0)
        if rank > best_rank:
            best, best_rank = Shape(separator, width), rank
    return best


def _sample_widths(text: str, separator: str, whole: bool) -> Counter[int]:
    """How many records of the sample have how many fields, the cut-off last one left out."""
    widths: list[int] = []
    for record in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
        widths.append(len(record))
        if len(widths) > _SAMPLE_RECORDS:
            break
    if not whole and len(widths) <= _SAMPLE_RECORDS:
        del widths[-1:]
    return Counter(width for width in widths if width)


def has_quotes(file: Path) -> bool:
    """Whether there is any quote in the file."""
    with file.open("rb") as binary:
        return any(b'"' in piece for piece in _pieces(binary))


def count_lines(file: Path) -> int:
    """Number of lines, an unfinished last one included."""
    with file.open("rb") as binary:
        return 1 + sum(piece.count(b"\n") for piece in _pieces(binary))


def _pieces(binary: io.BufferedReader) -> Iterator[bytes]:
    while piece := binary.read(_CHUNK):
        yield piece


class TooNarrow(ValueError):
    """A record has more fields than there are columns."""


def parse(source: Source, shape: Shape, width: int, *, quoted: bool) -> pl.DataFrame:
    """`width` text columns; raises TooNarrow when a record has more fields than that.

    Raises polars' ComputeError for invalid UTF-8 and for quotes that are not by the book.
    """
    try:
        frame = pl.read_csv(
            source,
            has_header=False,
            schema={f"c{number}": pl.String for number in range(1, width + 1)},
            separator=shape.separator,
            quote_char='"' if quoted else None,
            missing_columns="insert",
            glob=False,
        )
    except (ComputeError, SchemaError) as error:
        if any(words in str(error) for words in _TOO_MANY_FIELDS):
            raise TooNarrow from None
        raise
    # a quoted nothing is an empty cell too
    return frame.with_columns(pl.all().replace("", None)) if quoted else frame


def parse_widening(
    file: Path, shape: Shape, limits: Limits, origin: Path, *, quoted: bool
) -> pl.DataFrame:
    """`parse` with at least as many columns as the longest record needs."""
    width = shape.width
    while width <= limits.columns:
        try:
            return parse(file, shape, width, quoted=quoted)
        except TooNarrow:
            width *= 2
    raise refusal("F5", f"有一行超过 {limits.columns} 列", origin)


def parse_leniently(file: Path, shape: Shape, limits: Limits, origin: Path) -> pl.DataFrame:
    """Record by record, for files in which quotes stand where they should not."""
    with file.open(encoding="utf-8-sig", newline="") as text:
        rows = list(_records(text, shape, origin))
    width = max(max(map(len, rows), default=1), shape.width)
    if width > limits.columns or width * len(rows) > limits.text_cells:
        raise refusal("F5", f"{len(rows):,} 行 {width} 列，超过上限", origin)
    columns = {
        f"c{number + 1}": [row[number] or None if number < len(row) else None for row in rows]
        for number in range(width)
    }
    return pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))


def _records(file: TextIO, shape: Shape, origin: Path) -> Iterator[list[str]]:
    """The records; a quote that is never closed is refused with the line where it opens."""
    limit = csv.field_size_limit(2**31 - 1)
    try:
        # an open quote swallows the mark
        reader = csv.reader(chain(file, (_END_MARK,)), delimiter=shape.separator)
        line = 0
        for record in reader:
            if record == [_END_MARK]:
                return
            if record and _END_MARK in record[-1]:
                message = f"第 {line + 1} 行起有引号没有成对，后面的行无法分开"
                raise refusal("F15", message, origin)
            yield record
            line = reader.line_num
    finally:
        csv.field_size_limit(limit)


def long_rows(frame: pl.DataFrame, shape: Shape) -> list[int]:
    """Rows (from 1) of records with something beyond the commonest width."""
    beyond = [pl.col(name).is_not_null() for name in frame.columns[shape.width :]]
    if not beyond:
        return []
    found = frame.with_row_index("row", 1).filter(pl.any_horizontal(beyond))
    return found["row"].to_list()


def short_rows(source: Source, shape: Shape, frame: pl.DataFrame, *, quoted: bool) -> list[int]:
    """Rows (from 1) of records with fewer fields than the commonest, but more than one.

    A record of one field is a title or a blank. polars fills missing fields silently, so the
    separators are counted; where quotes may hide some, the csv module counts (small files only).
    """
    if shape.width < 3 or frame[f"c{shape.width}"].null_count() == 0:
        return []
    if not quoted:
        return _short_lines(source, shape, frame.height)
    assert isinstance(source, Path)
    if source.stat().st_size > _EXACT_BYTES:
        return []
    with source.open(encoding="utf-8-sig", newline="") as text:
        widths = enumerate(map(len, _records(text, shape, source)), start=1)
        return [row for row, fields in widths if 1 < fields < shape.width]


def _short_lines(source: Source, shape: Shape, lines: int) -> list[int]:
    separator = shape.separator.encode()
    if isinstance(source, bytes):
        separators = source.count(separator)
    else:
        with source.open("rb") as binary:
            separators = sum(piece.count(separator) for piece in _pieces(binary))
    if separators == (shape.width - 1) * lines:
        return []
    fields = pl.col("line").str.count_matches(shape.separator, literal=True) + 1
    found = (
        pl.scan_lines(source, name="line", row_index_name="row", row_index_offset=1, glob=False)
        .filter(fields > 1, fields < shape.width)
        .select("row")
        .collect()
    )
    return found["row"].to_list()

"""CSV and TSV: any encoding of the country's offices -> one frame of text.

A row is a record, counted as Excel counts rows: blank lines count, a quoted line break does not
start a new row. What is not UTF-8 is decoded piece by piece; as long as no quote turns up, polars
reads one batch of lines while Python decodes the next.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import polars as pl
from polars.exceptions import ComputeError

from etl.reading.address import list_numbers
from etl.reading.encoding import Encoding, after_invalid_utf8, decoded, detect, utf8_copy
from etl.reading.model import Limits, Notice
from etl.reading.records import (
    SAMPLE_BYTES,
    Shape,
    TooNarrow,
    count_lines,
    has_quotes,
    long_rows,
    parse,
    parse_leniently,
    parse_widening,
    short_rows,
    sniff,
)
from etl.reading.rules import notice, refusal

_BATCH = 16 << 20
_COPY_CHUNK = 1 << 20


@dataclass(frozen=True)
class Delimited:
    """One text table: encoding, format ('csv' or 'tsv'), frame as in Sheet, notices."""

    encoding: str
    format: str
    frame: pl.DataFrame
    notices: tuple[Notice, ...]


@dataclass(frozen=True)
class _Table:
    """What was read, before it gets its row numbers; rows of doubtful records from 1."""

    shape: Shape
    frame: pl.DataFrame
    short: list[int]
    notices: tuple[Notice, ...] = ()


_TITLES = 40
"""How far down the first full row, a header, is looked for."""


def read_delimited(path: Path, limits: Limits) -> Delimited:
    """Reads a CSV or TSV. Raises UnreadableFile: not text, no encoding fits, too large."""
    encoding = detect(path)
    try:
        return _read(path, encoding, limits)
    except (ComputeError, UnicodeDecodeError) as error:
        if not encoding.is_utf8 or "utf-8" not in str(error):
            raise
        return _read(path, after_invalid_utf8(path), limits)


def _read(path: Path, encoding: Encoding, limits: Limits) -> Delimited:
    if not encoding.is_utf8 and (table := _read_decoding(path, encoding, limits)):
        return _finished(table, encoding)
    with _as_utf8(path, encoding) as (file, used):
        return _finished(_read_utf8(file, path, limits), used)


def _finished(table: _Table, encoding: Encoding) -> Delimited:
    shape, frame = table.shape, table.frame
    notices = [encoding.notice] if encoding.notice else []
    notices += table.notices
    top = _first_full(frame, shape)
    if rows := [row for row in long_rows(frame, shape) if row >= top]:
        notices.append(notice("F12", f"第 {list_numbers(rows)} 行多于 {shape.width} 列"))
    if rows := [row for row in table.short if row >= top]:
        notices.append(notice("F12", f"第 {list_numbers(rows)} 行少于 {shape.width} 列"))
    names = frame.columns
    while len(names) > shape.width and frame[names[-1]].null_count() == frame.height:
        names = names[:-1]
    kind = "tsv" if shape.separator == "\t" else "csv"
    return Delimited(
        encoding.name, kind, frame.select(names).with_row_index("_row", 1), tuple(notices)
    )


def _first_full(frame: pl.DataFrame, shape: Shape) -> int:
    """The first row (from 1) with most of its columns filled: titles above a header have few."""
    filled = pl.sum_horizontal(pl.all().str.len_bytes() > 0)
    found = frame.head(_TITLES).select((2 * filled > shape.width).alias("full"))["full"].arg_true()
    return int(found[0]) + 1 if len(found) else 1


def _read_utf8(file: Path, origin: Path, limits: Limits) -> _Table:
    with file.open("rb") as binary:
        sample = binary.read(SAMPLE_BYTES)
    shape = sniff(sample.decode("utf-8-sig", "ignore"), whole=len(sample) < SAMPLE_BYTES)
    if file.stat().st_size * shape.width > limits.text_cells:
        lines = count_lines(file)
        if lines * shape.width > limits.text_cells:
            raise refusal("F5", f"约 {lines:,} 行 {shape.width} 列，超过上限", origin)
    quoted = has_quotes(file)
    notices: tuple[Notice, ...] = ()
    try:
        frame = parse_widening(file, shape, limits, origin, quoted=quoted)
    except ComputeError as error:
        if not quoted or "utf-8" in str(error):
            raise
        frame = parse_leniently(file, shape, limits, origin)
        notices = (notice("F15", "引号用法不规范，已逐字读取，请核对含引号的行"),)
    return _Table(shape, frame, short_rows(file, shape, frame, quoted=quoted), notices)


def _read_decoding(path: Path, encoding: Encoding, limits: Limits) -> _Table | None:
    """Decodes and parses at once. None when that will not do: quotes, a record longer than the
    usual ones, old line ends, too many cells, or bytes that are not of this encoding."""
    shape = _sniff_encoded(path, encoding)
    if shape is None:
        return None
    parts: list[Future[tuple[pl.DataFrame, list[int]]]] = []
    cells = 0
    with ThreadPoolExecutor(1) as executor:
        try:
            for batch in _batches(path, encoding):
                cells += batch.count(b"\n") * shape.width
                if b'"' in batch or cells > limits.text_cells:
                    break
                parts.append(executor.submit(_parse_batch, batch, shape))
                if len(parts) > 1:  # never more than two batches in memory
                    parts[-2].result()
            else:
                return _joined(shape, [part.result() for part in parts])
        except (UnicodeError, TooNarrow):
            return None
    return None


def _sniff_encoded(path: Path, encoding: Encoding) -> Shape | None:
    with path.open("rb") as file:
        sample = file.read(SAMPLE_BYTES)
    text = sample.decode(encoding.codecs[0], "ignore").removeprefix("\ufeff")
    if "\r" in text and "\n" not in text:
        return None
    return sniff(text, whole=len(sample) < SAMPLE_BYTES)


def _batches(path: Path, encoding: Encoding) -> Iterator[bytes]:
    """The text as UTF-8, cut where a line ends."""
    held: list[bytes] = []
    size = 0
    for text in decoded(path, encoding.codecs[0]):
        data = text.encode()
        end = data.rfind(b"\n") + 1
        if size + len(data) < _BATCH or not end:
            held.append(data)
            size += len(data)
            continue
        yield b"".join([*held, data[:end]])
        held, size = [data[end:]], len(data) - end
    if size:
        yield b"".join(held)


def _parse_batch(batch: bytes, shape: Shape) -> tuple[pl.DataFrame, list[int]]:
    frame = parse(batch, shape, shape.width, quoted=False)
    return frame, short_rows(batch, shape, frame, quoted=False)


def _joined(shape: Shape, parts: list[tuple[pl.DataFrame, list[int]]]) -> _Table | None:
    if not parts:
        return None
    short: list[int] = []
    above = 0
    for frame, rows in parts:
        short += [above + row for row in rows]
        above += frame.height
    return _Table(shape, pl.concat([frame for frame, _ in parts], rechunk=False), short)


@contextmanager
def _as_utf8(path: Path, encoding: Encoding) -> Iterator[tuple[Path, Encoding]]:
    """The file as UTF-8 with line feeds: itself when it is that already, else a copy."""
    if encoding.is_utf8 and not _has_only_returns(path):
        yield path, encoding
        return
    with tempfile.TemporaryDirectory(prefix="pucha-") as folder:
        copy = Path(folder) / "decoded.csv"
        with copy.open("w+b") as target:
            used = utf8_copy(path, encoding, target)
        if _has_only_returns(copy):
            plain = Path(folder) / "lines.csv"
            with copy.open("rb") as text, plain.open("wb") as target:
                while data := text.read(_COPY_CHUNK):
                    target.write(data.replace(b"\r", b"\n"))
            copy = plain
        yield copy, used


def _has_only_returns(path: Path) -> bool:
    """Whether lines end the old Macintosh way."""
    with path.open("rb") as file:
        sample = file.read(SAMPLE_BYTES)
    return b"\r" in sample and b"\n" not in sample

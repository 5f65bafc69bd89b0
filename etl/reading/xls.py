"""The outline of an .xls: epoch, and per sheet extent, hidden rows and columns, merges.

Record layout: [MS-XLS]; BIFF8, and BIFF5 as far as the records agree.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from etl.reading.cfb import CompoundFile
from etl.reading.model import Cell, Merge, Outline
from etl.reading.rules import refusal

_BOF, _EOF, _FILE_PASS, _DATE_MODE, _BOUND_SHEET = 0x0809, 0x0A, 0x2F, 0x22, 0x85
_ROW, _COLUMN_INFO, _MERGED_CELLS, _NUMBER = 0x0208, 0x7D, 0xE5, 0x0203
_CELLS = {0x06, 0x0203, 0x027E, 0xFD, 0x0204, 0x0205, 0xBD, 0xD6, 0x0406, 0x0206}
_MULTIPLE_NUMBERS = 0xBD
_COLUMNS = 256
_LONG = 1e15  # Excel keeps fifteen digits of a number
_WORKSHEET = 0

Record = tuple[int, int, int]
"""(type, start of content, size)"""


def _records(data: bytes, at: int) -> Iterator[Record]:
    """The records of one substream, nested ones (charts) left out."""
    header = struct.Struct("<HH")
    depth = 0
    while at + 4 <= len(data):
        kind, size = header.unpack_from(data, at)
        at += 4
        if kind == _BOF:
            depth += 1
        elif kind == _EOF:
            depth -= 1
            if depth <= 0:
                return
        elif depth == 1:
            yield kind, at, size
        at += size


def read_outlines(file: CompoundFile) -> tuple[int, list[Outline]]:
    """Epoch, and the outline of each sheet in the workbook's order."""
    name = "workbook" if "workbook" in file.names() else "book"
    data = file.stream(name)
    epoch = 1900
    places: list[tuple[int, int]] = []
    try:
        for kind, at, _ in _records(data, 0):
            if kind == _FILE_PASS:
                raise refusal("F3", "文件有密码保护，无法读取", file.path)
            if kind == _DATE_MODE and struct.unpack_from("<H", data, at)[0] == 1:
                epoch = 1904
            elif kind == _BOUND_SHEET:
                place, _, sheet_type = struct.unpack_from("<IBB", data, at)
                places.append((place, sheet_type))
        if not places:
            raise file.damaged("找不到工作表")
        return epoch, [
            _outline(file, data, place) if kind == _WORKSHEET else Outline(is_grid=False)
            for place, kind in places
        ]
    except (struct.error, IndexError) as error:
        raise file.damaged("记录不完整") from error


def _outline(file: CompoundFile, data: bytes, place: int) -> Outline:
    rows = columns = 0
    hidden_rows: set[int] = set()
    hidden_columns: set[int] = set()
    merged: list[Merge] = []
    long_numbers: list[Cell] = []
    pair = struct.Struct("<HH")
    for kind, at, size in _records(data, place):
        if kind in _CELLS:
            row, column = pair.unpack_from(data, at)
            if kind == _MULTIPLE_NUMBERS:
                (column,) = struct.unpack_from("<H", data, at + size - 2)
            rows, columns = max(rows, row + 1), max(columns, column + 1)
            if kind == _NUMBER and abs(struct.unpack_from("<d", data, at + 6)[0]) >= _LONG:
                long_numbers.append((row + 1, column + 1))
        elif kind == _ROW:
            if data[at + 12] & 0x20:  # fDyZero
                hidden_rows.add(struct.unpack_from("<H", data, at)[0] + 1)
        elif kind == _COLUMN_INFO:
            first, last = pair.unpack_from(data, at)
            if data[at + 8] & 0x1:  # fHidden
                hidden_columns.update(range(first + 1, min(last, _COLUMNS - 1) + 2))
        elif kind == _MERGED_CELLS:
            (count,) = struct.unpack_from("<H", data, at)
            for index in range(min(count, (size - 2) // 8)):
                top, bottom, left, right = struct.unpack_from("<HHHH", data, at + 2 + 8 * index)
                merged.append((top + 1, left + 1, bottom + 1, right + 1))
    if columns > _COLUMNS:
        raise file.damaged("有单元格在第 256 列以外")
    return Outline(
        rows=rows,
        columns=columns,
        hidden_rows=frozenset(hidden_rows),
        hidden_columns=frozenset(hidden_columns),
        merged=tuple(merged),
        long_numbers=tuple(long_numbers),
    )

"""The outline of an .xlsb: the binary records that say where cells are and what is hidden.

Record layout: [MS-XLSB] 2.1.4; types and fields by the names used there.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from etl.reading.archive import Archive
from etl.reading.model import Cell, Merge, Outline
from etl.reading.package import SheetPart, Workbook, sheet_part, sheet_relations

_ROW_HEADER, _LAST_CELL, _COLUMN_INFO, _MERGE_CELL = 0, 11, 60, 176
_CELL_BLANK, _CELL_REAL = 1, 5
_WORKBOOK_PROPERTIES, _BUNDLE_SHEET = 153, 156
_LONGEST_RECORD = 16 << 20
_LONG = 1e15  # Excel keeps fifteen digits of a number


def _records(archive: Archive, part: str) -> Iterator[tuple[int, bytes]]:
    """(type, content) of every record of a binary part."""
    buffer = b""
    at = 0
    for piece in archive.stream(part):
        buffer = buffer[at:] + piece
        at = 0
        while (found := _record(buffer, at)) is not None:
            kind, start, size = found
            if size > _LONGEST_RECORD:
                raise archive.damaged(f"部件 {part} 中有一条记录过长")
            if start + size > len(buffer):
                break
            yield kind, buffer[start : start + size]
            at = start + size
    if at < len(buffer):
        raise archive.damaged(f"部件 {part} 不完整")


def _record(buffer: bytes, at: int) -> tuple[int, int, int] | None:
    """(type, start of content, size) of the record at a place, None when it is cut off."""
    if len(buffer) - at < 2:
        return None
    kind = buffer[at]
    at += 1
    if kind & 0x80:
        kind = (kind & 0x7F) | (buffer[at] & 0x7F) << 7
        at += 1
    size = shift = 0
    while shift < 28:
        if at >= len(buffer):
            return None
        byte = buffer[at]
        at += 1
        size |= (byte & 0x7F) << shift
        shift += 7
        if not byte & 0x80:
            break
    return kind, at, size


def read_workbook_part(archive: Archive, part: str) -> Workbook:
    """Epoch and sheets of an .xlsb."""
    relations = sheet_relations(archive, part)
    epoch = 1900
    sheets: list[SheetPart] = []
    try:
        for kind, content in _records(archive, part):
            if kind == _WORKBOOK_PROPERTIES:
                epoch = 1904 if content[0] & 0x1 else 1900
            elif kind == _BUNDLE_SHEET:
                relation, at = _wide_string(content, 8)
                name, _ = _wide_string(content, at)
                sheets.append(sheet_part(name, relations.get(relation)))
    except (struct.error, IndexError) as error:
        raise archive.damaged(f"部件 {part} 的记录不完整") from error
    return Workbook(epoch, tuple(sheets))


def _wide_string(content: bytes, at: int) -> tuple[str, int]:
    (length,) = struct.unpack_from("<I", content, at)
    start = at + 4
    text = content[start : start + 2 * length].decode("utf-16-le", "replace")
    return text, start + 2 * length


def outline(archive: Archive, sheet: SheetPart) -> Outline:
    """Extent, hidden rows and columns, merges of one sheet."""
    if not sheet.is_grid:
        return Outline(is_grid=False)
    row = rows = columns = 0
    hidden_rows: set[int] = set()
    hidden_columns: set[int] = set()
    merged: list[Merge] = []
    long_numbers: list[Cell] = []
    pair, four = struct.Struct("<II"), struct.Struct("<IIII")
    try:
        for kind, content in _records(archive, sheet.part):
            if _CELL_BLANK < kind <= _LAST_CELL:
                column = int.from_bytes(content[:4], "little") + 1
                rows, columns = max(rows, row), max(columns, column)
                if kind == _CELL_REAL and abs(struct.unpack_from("<d", content, 8)[0]) >= _LONG:
                    long_numbers.append((row, column))
            elif kind == _ROW_HEADER:
                row = int.from_bytes(content[:4], "little") + 1
                if content[11] & 0x10:  # fDyZero
                    hidden_rows.add(row)
            elif kind == _COLUMN_INFO:
                first, last = pair.unpack_from(content)
                if content[16] & 0x1:  # fHidden
                    hidden_columns.update(range(first + 1, min(last, 16_383) + 2))
            elif kind == _MERGE_CELL:
                top, bottom, left, right = four.unpack_from(content)
                merged.append((top + 1, left + 1, bottom + 1, right + 1))
    except (struct.error, IndexError) as error:
        raise archive.damaged(f"工作表“{sheet.name}”的记录不完整") from error
    return Outline(
        rows=rows,
        columns=columns,
        hidden_rows=frozenset(hidden_rows),
        hidden_columns=frozenset(hidden_columns),
        merged=tuple(merged),
        long_numbers=tuple(long_numbers),
    )

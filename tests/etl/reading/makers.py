"""Files for the tests of reading, written by hand where no library writes them."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Mapping, Sequence
from datetime import datetime, time
from pathlib import Path
from xml.sax.saxutils import escape

import openpyxl

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_RELATIONS = (
    f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" '
    f'Type="{_OFFICE}/{{kind}}" Target="{{target}}"/></Relationships>'
)


def write_zip(path: Path, parts: Mapping[str, str | bytes]) -> Path:
    """A zip of parts."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def xlsx_parts(sheet: str | bytes, *, sheet_name: str = "台账") -> dict[str, str | bytes]:
    """The parts of a minimal .xlsx with one sheet of the given XML."""
    return {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": _RELATIONS.format(kind="officeDocument", target="xl/workbook.xml"),
        "xl/_rels/workbook.xml.rels": _RELATIONS.format(
            kind="worksheet", target="worksheets/sheet1.xml"
        ),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        f'<sheet name="{sheet_name}" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/worksheets/sheet1.xml": sheet,
    }


def sheet_xml(rows: str, *, before: str = "", after: str = "") -> str:
    """The XML of a worksheet around its rows."""
    return f'<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def write_xlsx(path: Path, rows: str, *, before: str = "", after: str = "") -> Path:
    """A minimal .xlsx with the given rows, as XML."""
    return write_zip(path, xlsx_parts(sheet_xml(rows, before=before, after=after)))


def inline(address: str, text: str) -> str:
    """A cell with an inline string."""
    return f'<c r="{address}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


# ---------------------------------------------------------------- ods
_ODS = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0">'
    "<office:body><office:spreadsheet>{}</office:spreadsheet></office:body>"
    "</office:document-content>"
)


def ods_cell(text: str, *, attributes: str = "", kind: str = "string") -> str:
    """A cell of an .ods."""
    return (
        f'<table:table-cell office:value-type="{kind}" {attributes}>'
        f"<text:p>{text}</text:p></table:table-cell>"
    )


def write_ods(path: Path, table: str, *, manifest: str = "") -> Path:
    """An .ods with the XML of one table's columns and rows."""
    return _ods_archive(path, {"台账": table}, manifest)


def _ods_archive(path: Path, tables: Mapping[str, str], manifest: str = "") -> Path:
    body = "".join(
        f'<table:table table:name="{name}">{table}</table:table>' for name, table in tables.items()
    )
    return write_zip(
        path,
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": f'<manifest xmlns="m">{manifest}</manifest>',
            "content.xml": _ODS.format(body),
        },
    )


def ods_copy(workbook: Path, path: Path) -> Path:
    """A workbook saved as .ods, as another office program does: its cells as text."""
    tables = {}
    for grid in openpyxl.load_workbook(workbook).worksheets:
        tables[grid.title] = "".join(
            f"<table:table-row>{''.join(_ods_word(cell) for cell in row)}</table:table-row>"
            for row in grid.iter_rows(values_only=True)
        )
    return _ods_archive(path, tables)


def _ods_word(value: object) -> str:
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, datetime) and value.time() == time():
        value = value.date()
    lines = str(value).split("\n")
    text = "".join(f"<text:p>{escape(line)}</text:p>" for line in lines)
    return f'<table:table-cell office:value-type="string">{text}</table:table-cell>'


# ---------------------------------------------------------------- xlsb
def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _record(kind: int, content: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size = bytearray()
    rest = len(content)
    while True:
        size.append(rest & 0x7F | (0x80 if rest > 0x7F else 0))
        rest >>= 7
        if not rest:
            return head + bytes(size) + content


def xlsb_cell(column: int, value: str | float) -> bytes:
    """A text or number cell record; the column counts from 0."""
    place = struct.pack("<II", column, 0)
    if isinstance(value, str):
        return _record(6, place + _wide(value))
    return _record(5, place + struct.pack("<d", value))


def xlsb_row(row: int, cells: Sequence[bytes], *, hidden: bool = False) -> bytes:
    """A row header (counted from 0) and its cells."""
    flags = bytes([0, 0x10 if hidden else 0, 0])
    header = struct.pack("<IIH", row, 0, 300) + flags + struct.pack("<I", 0)
    return _record(0, header) + b"".join(cells)


def write_xlsb(
    path: Path,
    rows: Sequence[bytes],
    *,
    date_1904: bool = False,
    hidden_columns: tuple[int, int] | None = None,
    merged: tuple[int, int, int, int] | None = None,
) -> Path:
    """A minimal .xlsb with one sheet; columns and ranges (row, row, column, column) from 0."""
    columns = b""
    if hidden_columns:
        content = struct.pack("<IIIIH", *hidden_columns, 2048, 0, 1)
        columns = _record(390) + _record(60, content) + _record(391)
    merges = b""
    if merged:
        merges = (
            _record(177, struct.pack("<I", 1))
            + _record(176, struct.pack("<IIII", *merged))
            + _record(178)
        )
    body = b"".join(rows)
    dimension = _record(148, struct.pack("<IIII", 0, 0, 0, 0))
    sheet = b"".join(
        [_record(129), dimension, columns, _record(145), body, _record(146), merges, _record(130)]
    )
    bundle = struct.pack("<II", 0, 1) + _wide("r1") + _wide("台账")
    book = b"".join(
        [
            _record(131),
            _record(153, struct.pack("<II", 1 if date_1904 else 0, 0) + _wide("")),
            _record(143),
            _record(156, bundle),
            _record(144),
            _record(132),
        ]
    )
    parts = xlsx_parts("")
    del parts["xl/workbook.xml"], parts["xl/worksheets/sheet1.xml"]
    del parts["xl/_rels/workbook.xml.rels"]
    return write_zip(
        path,
        parts
        | {
            "_rels/.rels": _RELATIONS.format(kind="officeDocument", target="xl/workbook.bin"),
            "xl/_rels/workbook.bin.rels": _RELATIONS.format(
                kind="worksheet", target="worksheets/sheet1.bin"
            ),
            "xl/workbook.bin": book,
            "xl/worksheets/sheet1.bin": sheet,
        },
    )


# ---------------------------------------------------------------- xls
def biff(kind: int, content: bytes = b"") -> bytes:
    """A BIFF record."""
    return struct.pack("<HH", kind, len(content)) + content


def xls_label(row: int, column: int, text: str) -> bytes:
    """A text cell (BIFF8 LABEL), counted from 0."""
    return biff(
        0x0204,
        struct.pack("<HHH", row, column, 0)
        + struct.pack("<HB", len(text), 1)
        + text.encode("utf-16-le"),
    )


def xls_number(row: int, column: int, value: float) -> bytes:
    """A number cell, counted from 0."""
    return biff(0x0203, struct.pack("<HHHd", row, column, 0, value))


def write_xls(path: Path, records: Sequence[bytes], *, globals_: Sequence[bytes] = ()) -> Path:
    """A minimal BIFF8 workbook of one sheet in a compound file."""
    name = "台账"
    title = struct.pack("<BB", len(name), 1) + name.encode("utf-16-le")
    start = biff(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0))
    page = biff(0x0042, struct.pack("<H", 1200))
    extra = b"".join(globals_)
    end = biff(0x0A)
    offset = len(start + page + extra) + 4 + 6 + len(title) + len(end)
    bound = biff(0x0085, struct.pack("<IBB", offset, 0, 0) + title)
    sheet = biff(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0))
    stream = start + page + extra + bound + end + sheet + b"".join(records) + end
    return write_compound(path, {"Workbook": stream})


def write_compound(path: Path, streams: Mapping[str, bytes]) -> Path:
    """A compound file whose streams are all at least 4,096 bytes long (padded with zeros)."""
    sector = 512
    sectors: list[bytes] = []
    fat: list[int] = []

    def add(data: bytes) -> int:
        first = len(sectors)
        pieces = [data[at : at + sector].ljust(sector, b"\0") for at in range(0, len(data), sector)]
        for index, piece in enumerate(pieces):
            sectors.append(piece)
            fat.append(first + index + 1 if index + 1 < len(pieces) else 0xFFFFFFFE)
        return first

    def entry(name: str, kind: int, start: int, size: int, child: int, right: int) -> bytes:
        title = (name + "\0").encode("utf-16-le")
        head = title.ljust(64, b"\0") + struct.pack("<HBB", len(title), kind, 1)
        tree = struct.pack("<III", 0xFFFFFFFF, right, child)
        return head + tree + b"\0" * 36 + struct.pack("<III", start, size, 0)

    entries = [entry("Root Entry", 5, 0xFFFFFFFE, 0, 1, 0xFFFFFFFF)]
    for index, (name, stream) in enumerate(streams.items(), start=1):
        data = stream.ljust(4096, b"\0")
        right = index + 1 if index < len(streams) else 0xFFFFFFFF
        entries.append(entry(name, 2, add(data), len(data), 0xFFFFFFFF, right))
    directory = add(b"".join(entries).ljust(sector, b"\0"))
    count = -(-(len(sectors) + 8) // 128)
    first_fat = len(sectors)
    fat += [0xFFFFFFFD] * count
    table = struct.pack(f"<{len(fat)}I", *fat).ljust(count * sector, b"\xff")
    header = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + b"\0" * 16
        + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
        + b"\0" * 6
        + struct.pack("<IIIIIIIII", 0, count, directory, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    )
    places = [*range(first_fat, first_fat + count), *[0xFFFFFFFF] * (109 - count)]
    path.write_bytes(header + struct.pack("<109I", *places) + b"".join(sectors) + table)
    return path

"""The older and the other formats: xls, xlsb, ods."""

from __future__ import annotations

import struct
from pathlib import Path

from etl.reading import read_book
from tests.etl.reading.makers import (
    biff,
    ods_cell,
    write_ods,
    write_xls,
    write_xlsb,
    xls_label,
    xls_number,
    xlsb_cell,
    xlsb_row,
)


def hidden_row(row: int) -> bytes:
    return biff(0x0208, struct.pack("<HHHHHHI", row, 0, 1, 300, 0, 0, 0x20))


def test_xls_keeps_places_epoch_hidden_parts_and_merges(tmp_path: Path) -> None:
    records = [
        biff(0x007D, struct.pack("<HHHHHH", 2, 2, 2048, 0, 1, 0)),  # column C is hidden
        hidden_row(2),
        xls_label(1, 1, "名称"),
        xls_label(1, 2, "数量"),
        xls_number(2, 1, 5),
        xls_number(3, 1, 370212198001011234.0),
        biff(0x00E5, struct.pack("<HHHHH", 1, 1, 1, 1, 2)),
    ]
    book = read_book(
        write_xls(tmp_path / "a.xls", records, globals_=[biff(0x22, struct.pack("<H", 1))])
    )
    assert (book.format, book.epoch, book.encoding) == ("xls", 1904, None)
    sheet = book.sheets[0]
    assert sheet.name == "台账"
    assert sheet.frame.rows()[:3] == [
        (1, None, None, None),
        (2, None, "名称", "数量"),
        (3, None, "5", None),
    ]
    assert sheet.hidden_rows == {3}
    assert sheet.hidden_columns == {3}
    assert sheet.merged == ((2, 2, 2, 3),)
    assert [(notice.rule, notice.cell) for notice in book.notices] == [
        ("F11", "A3"),
        ("F11", "C1"),
        ("F13", "B4"),
    ]


def test_xls_errors_have_addresses(tmp_path: Path) -> None:
    error = biff(0x0205, struct.pack("<HHHBB", 4, 2, 0, 0x07, 1))
    sheet = read_book(write_xls(tmp_path / "a.xls", [error])).sheets[0]
    assert dict(sheet.errors) == {(5, 3): "#DIV/0!"}
    assert sheet.frame["c3"][4] == "#DIV/0!"


def test_xlsb_keeps_places_epoch_hidden_parts_and_merges(tmp_path: Path) -> None:
    rows = [
        xlsb_row(1, [xlsb_cell(1, "名称"), xlsb_cell(2, 5.0)]),
        xlsb_row(2, [xlsb_cell(1, 3e17)], hidden=True),
    ]
    path = write_xlsb(
        tmp_path / "a.xlsb", rows, date_1904=True, hidden_columns=(2, 2), merged=(1, 1, 1, 2)
    )
    book = read_book(path)
    assert (book.format, book.epoch) == ("xlsb", 1904)
    sheet = book.sheets[0]
    assert sheet.frame.rows() == [
        (1, None, None, None),
        (2, None, "名称", "5"),
        (3, None, "300000000000000000", None),
    ]
    assert (sheet.hidden_rows, sheet.hidden_columns) == ({3}, {3})
    assert sheet.merged == ((2, 2, 2, 3),)
    assert [notice.rule for notice in book.notices] == ["F11", "F11", "F13"]


def test_ods_keeps_places_types_hidden_parts_merges_and_errors(tmp_path: Path) -> None:
    table = (
        '<table:table-column/><table:table-column table:visibility="collapse"/>'
        '<table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row>'
        '<table:table-row table:visibility="filter"><table:table-cell/>'
        + ods_cell("名称", attributes='table:number-columns-spanned="2"')
        + "<table:covered-table-cell/>"
        '<table:table-cell office:value-type="time" office:time-value="PT08H30M00S"/>'
        '<table:table-cell office:value-type="date" office:date-value="2021-03-22"/>'
        '<table:table-cell office:value-type="float" office:value="3"/>'
        '<table:table-cell office:value-type="boolean" office:boolean-value="true"/>'
        + ods_cell("#DIV/0!", attributes='calcext:value-type="error" office:string-value=""')
        + "</table:table-row>"
        '<table:table-row table:number-rows-repeated="1048000">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    book = read_book(write_ods(tmp_path / "a.ods", table))
    assert book.format == "ods"
    sheet = book.sheets[0]
    assert sheet.frame.height == 3
    assert sheet.frame.row(2) == (
        3, None, "名称", None, "08:30:00", "2021-03-22", "3", "true", "#DIV/0!",
    )  # fmt: skip
    assert (sheet.hidden_rows, sheet.hidden_columns) == ({3}, {2})
    assert sheet.merged == ((3, 2, 3, 3),)
    assert dict(sheet.errors) == {(3, 8): "#DIV/0!"}


def test_ods_repeated_cells_stand_in_every_place(tmp_path: Path) -> None:
    table = (
        '<table:table-row table:number-rows-repeated="2">'
        + ods_cell("同上", attributes='table:number-columns-repeated="3"')
        + ods_cell("#N/A", attributes='calcext:value-type="error"')
        + "</table:table-row>"
    )
    sheet = read_book(write_ods(tmp_path / "a.ods", table)).sheets[0]
    assert sheet.frame.rows() == [(row, "同上", "同上", "同上", "#N/A") for row in (1, 2)]
    assert dict(sheet.errors) == {(1, 4): "#N/A", (2, 4): "#N/A"}

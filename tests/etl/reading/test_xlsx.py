"""Workbooks of today: values, places, hidden parts, formulas, epochs."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import polars as pl
import pytest
import xlsxwriter

from etl.reading import Book, Notice, Sheet, read_book
from tests.etl.reading.makers import inline, sheet_xml, write_xlsx, write_zip, xlsx_parts


def column(sheet: Sheet, number: int) -> list[str | None]:
    return sheet.frame[f"c{number}"].to_list()


def notices(book: Book, rule: str) -> list[Notice]:
    return [notice for notice in book.notices if notice.rule == rule]


def test_values_become_text_with_nothing_guessed(tmp_path: Path) -> None:
    path = tmp_path / "值.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("台账")
        values = ["00123", 370212001000, 37021200100012, 3, 1.5, -2.25, 1e-7, 1234567.891, True]
        sheet.write_column(0, 0, values)
        sheet.write_string(9, 0, "  前后有空格 ")
        sheet.write_string(10, 0, "第一行\n第二行")
        sheet.write_formula(11, 0, "=1+1", None, 2)
        sheet.write_formula(12, 0, '=""', None, "")
        sheet.write_number(13, 0, 0.625, book.add_format({"num_format": "0.0%"}))
        sheet.write_string(14, 0, "末行")
    assert column(read_book(path).sheets[0], 1) == [
        "00123", "370212001000", "37021200100012", "3", "1.5", "-2.25", "0.0000001",
        "1234567.891", "true", "  前后有空格 ", "第一行\n第二行", "2", None, "0.625", "末行",
    ]  # fmt: skip


def test_dates_moments_and_times_are_iso(tmp_path: Path) -> None:
    path = tmp_path / "日期.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": 'yyyy"年"m"月"d"日"'})
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        sheet.write_datetime(0, 0, dt.datetime(2021, 3, 22), day)
        sheet.write_datetime(1, 0, dt.datetime(2021, 3, 22, 12, 30, 15), moment)
        sheet.write_number(2, 0, 44277.99999999, moment)  # a rounding error of Excel's
        sheet.write_datetime(3, 0, dt.time(8, 30), book.add_format({"num_format": "hh:mm"}))
        sheet.write_string(4, 0, "2021年3月22日")
        sheet.write_number(5, 0, 370212001, day)  # a code in a date format: Excel shows ####
        sheet.write_number(6, 0, 1e300, day)
    assert column(read_book(path).sheets[0], 1) == [
        "2021-03-22", "2021-03-22 12:30:15", "2021-03-23", "08:30:00", "2021年3月22日",
        "370212001", "1e300",
    ]  # fmt: skip


def test_both_epochs_give_the_same_dates(tmp_path: Path) -> None:
    for epoch in (1900, 1904):
        path = tmp_path / f"{epoch}.xlsx"
        with xlsxwriter.Workbook(path, {"date_1904": epoch == 1904}) as book:
            sheet = book.add_worksheet()
            sheet.write_datetime(
                0, 0, dt.datetime(2021, 3, 22), book.add_format({"num_format": "yyyy-mm-dd"})
            )
            sheet.write_datetime(1, 0, dt.time(8, 30), book.add_format({"num_format": "hh:mm"}))
        read = read_book(path)
        assert read.epoch == epoch
        assert column(read.sheets[0], 1) == ["2021-03-22", "08:30:00"]


def test_rows_and_columns_keep_their_places_after_leading_blanks(tmp_path: Path) -> None:
    path = tmp_path / "空行.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write(3, 27, "AB4")
        sheet.write(5, 2, "C6")
        sheet.write_formula(6, 28, "=1/0", None, "#DIV/0!")
    sheet = read_book(path).sheets[0]
    assert sheet.frame.columns == ["_row", *(f"c{number}" for number in range(1, 30))]
    assert sheet.frame["_row"].to_list() == [1, 2, 3, 4, 5, 6, 7]
    assert sheet.frame.schema["_row"] == pl.UInt32
    assert sheet.frame["c28"][3] == "AB4"
    assert sheet.frame["c3"][5] == "C6"
    assert dict(sheet.errors) == {(7, 29): "#DIV/0!"}
    assert sheet.frame["c29"][6] == "#DIV/0!"


def test_hidden_rows_columns_and_sheets_are_read_and_told(tmp_path: Path) -> None:
    path = tmp_path / "隐藏.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("台账")
        for row in range(6):
            sheet.write_row(row, 0, [f"{row}-{number}" for number in range(4)])
        sheet.set_row(2, None, None, {"hidden": True})
        sheet.set_row(3, None, None, {"hidden": True})
        sheet.set_row(90, None, None, {"hidden": True})  # nothing stands there
        sheet.set_column(1, 1, None, None, {"hidden": True})
        sheet.set_column(20, 16_383, None, None, {"hidden": True})
        secret = book.add_worksheet("旧表")
        secret.write(0, 0, "x")
        secret.very_hidden()
    read = read_book(path)
    assert read.sheets[0].hidden_rows == {3, 4}
    assert read.sheets[0].hidden_columns == {2}
    assert column(read.sheets[0], 2) == [f"{row}-1" for row in range(6)]
    assert [sheet.visibility for sheet in read.sheets] == ["visible", "very_hidden"]
    told = [(notice.sheet, notice.cell, notice.message) for notice in notices(read, "F11")]
    assert told == [
        ("台账", "A3", "第 3–4 行是隐藏的"),
        ("台账", "B1", "B 列是隐藏的"),
        ("旧表", None, "工作表是隐藏的"),
    ]


def test_merged_ranges_are_told(tmp_path: Path) -> None:
    path = tmp_path / "合并.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.merge_range("A1:D1", "隐患点台账")
        sheet.merge_range("B2:B3", "名称")
        sheet.write("A5", 1)
    assert set(read_book(path).sheets[0].merged) == {(1, 1, 1, 4), (2, 2, 3, 2)}


def test_formulas_never_calculated_are_told_by_address(tmp_path: Path) -> None:
    path = tmp_path / "公式.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["合计", "=SUM(A2:A9)", 3])
    sheet["B7"] = "=A1"
    book.save(path)
    read = read_book(path)
    (told,) = notices(read, "F10")
    assert (told.sheet, told.cell, told.level) == ("Sheet", "B1", "confirm")
    assert "B1、B7" in told.message
    assert column(read.sheets[0], 2)[0] is None


def test_a_formula_that_gives_an_empty_text_is_not_one_without_value(tmp_path: Path) -> None:
    path = write_xlsx(
        tmp_path / "a.xlsx",
        '<row r="1"><c r="A1" t="str"><f>""</f><v></v></c><c r="B1"><f>1</f><v>1</v></c></row>',
    )
    assert not read_book(path).notices


def test_codes_kept_as_numbers_beyond_fifteen_digits_are_told(tmp_path: Path) -> None:
    path = tmp_path / "编码.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("台账")
        sheet.write_number(1, 1, 370212198001011234)
        sheet.write_string(2, 1, "370212198001011234")
        sheet.write_formula(3, 1, '="370212198001011234"', None, "370212198001011234")
        sheet.write_number(4, 1, 123456789012345)
    read = read_book(path)
    (told,) = notices(read, "F13")
    assert (told.cell, told.level) == ("B2", "confirm")
    assert "e" not in (told.value or "e").lower()
    assert column(read.sheets[0], 2)[2:] == ["370212198001011234"] * 2 + ["123456789012345"]


def test_doubtful_cells_are_found_however_the_xml_is_written(tmp_path: Path) -> None:
    cells = (
        '<c s="1" r="A1"><f>B1</f><v/></c><c t="str" r="B1"><f>""</f><v></v></c>'
        '<c s="1" r="C1"><v>3.7021219800101126E+17</v></c>'
    )
    read = read_book(write_xlsx(tmp_path / "a.xlsx", f'<row r="1">{cells}</row>'))
    assert [(notice.rule, notice.cell) for notice in read.notices] == [("F10", "A1"), ("F13", "C1")]


def test_charts_are_not_sheets(tmp_path: Path) -> None:
    path = tmp_path / "图.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("数据")
        sheet.write_column(0, 0, [1, 2, 3])
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "=数据!$A$1:$A$3"})
        book.add_chartsheet("图表").set_chart(chart)
    read = read_book(path)
    assert [sheet.name for sheet in read.sheets] == ["数据"]
    assert [notice.rule for notice in read.notices] == ["F17"]


@pytest.mark.parametrize(
    ("rows", "hidden"),
    [
        # other attributes first, no addresses at all, another prefix: calamine reads them all
        ('<row spans="1:2" r="2" hidden="1"><c t="n" r="A2"><v>5</v></c></row>', {2}),
        ("<row/><row hidden='true'><c><v>5</v></c></row>", {2}),
        ('<row r="2" hidden="0"><c\n r="A2"><v>5</v></c></row>', set()),
    ],
)
def test_unusual_xml_is_understood(tmp_path: Path, rows: str, hidden: set[int]) -> None:
    sheet = read_book(write_xlsx(tmp_path / "a.xlsx", rows)).sheets[0]
    assert column(sheet, 1) == [None, "5"]
    assert sheet.hidden_rows == hidden


def test_a_prefix_on_every_element_is_understood(tmp_path: Path) -> None:
    body = (
        '<x:row r="2" hidden="1"><x:c r="B2"><x:f>A1</x:f></x:c>'
        '<x:c r="C2" t="inlineStr"><x:is><x:t>名称</x:t></x:is></x:c></x:row>'
    )
    xml = (
        f'<x:worksheet xmlns:x="urn:x"><x:sheetData>{body}</x:sheetData><x:mergeCells>'
        '<x:mergeCell ref="C2:D4"/></x:mergeCells></x:worksheet>'
    )
    read = read_book(write_zip(tmp_path / "a.xlsx", xlsx_parts(xml)))
    assert read.sheets[0].frame.row(1) == (2, None, None, "名称")
    assert read.sheets[0].hidden_rows == {2}
    assert read.sheets[0].merged == ((2, 3, 4, 4),)
    assert [notice.cell for notice in notices(read, "F10")] == ["B2"]


def test_large_sheet_is_scanned_in_pieces_without_losing_anything(tmp_path: Path) -> None:
    rows = "".join(
        f'<row r="{row}"{" hidden=" + chr(34) + "1" + chr(34) if row % 5000 == 0 else ""}>'
        f"{inline(f'A{row}', '字' * 200)}<c r='B{row}'><v>{row}</v></c></row>"
        for row in range(1, 25_001)
    ).replace("'", '"')
    merges = "".join(f'<mergeCell ref="A{row}:B{row}"/>' for row in range(1, 60_001))
    path = write_xlsx(tmp_path / "a.xlsx", rows, after=f"<mergeCells>{merges}</mergeCells>")
    sheet = read_book(path).sheets[0]
    assert sheet.frame.height == 25_000
    assert sheet.hidden_rows == {5000, 10_000, 15_000, 20_000, 25_000}
    assert sheet.merged == tuple((row, 1, row, 2) for row in range(1, 60_001))


def test_an_xls_named_xlsx_and_the_reverse_are_read_and_noted(tmp_path: Path) -> None:
    path = tmp_path / "其实是新格式.xls"
    write_zip(path, xlsx_parts(sheet_xml(f'<row r="1">{inline("A1", "名称")}</row>')))
    read = read_book(path)
    assert read.format == "xlsx"
    assert column(read.sheets[0], 1) == ["名称"]
    (told,) = read.notices
    assert (told.rule, told.level, told.value) == ("F9", "info", ".xls")


def test_empty_sheet_has_no_rows_and_no_columns(tmp_path: Path) -> None:
    sheet = read_book(write_xlsx(tmp_path / "a.xlsx", "")).sheets[0]
    assert sheet.frame.columns == ["_row"]
    assert sheet.frame.height == 0

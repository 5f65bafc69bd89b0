"""The files nobody here wrote, each with its expected outcome."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import pytest

from etl.reading import Book, UnreadableFile, read_book

DATA = Path(os.environ.get("PUCHA_TEST_DATA", "/nonexistent"))
pytestmark = [
    pytest.mark.real_data,
    pytest.mark.skipif(not DATA.is_dir(), reason="PUCHA_TEST_DATA 未指向真实文件所在的文件夹"),
]


@dataclass(frozen=True)
class Expected:
    """`sheets`: name -> (rows, columns); `rules`: of the notices, in order."""

    format: str
    sheets: dict[str, tuple[int, int]]
    rules: tuple[str, ...] = ()
    encoding: str | None = None


SPREADSHEETS = {
    "PeikaiLi__2020年12月中国县以上行政区划代码_raw.xlsx": Expected("xlsx", {"Sheet1": (3212, 2)}),
    "calamine__errors.xlsx": Expected(
        "xlsx", {"Feuil1": (7, 1), "Feuil2": (0, 0), "Feuil3": (0, 0)}
    ),
    "calamine__merged_cells.ods": Expected("ods", {"Sheet1": (3, 3)}),
    "china-administrative-divisions__admin_2020.xls": Expected("xls", {"Sheet1": (51, 12)}),
    "china_area__summary.xlsx": Expected("xlsx", {"总统计": (8, 15), "分省统计": (33, 6)}),
    "easyexcel__no_bom.csv": Expected("csv", {"easyexcel__no_bom": (11, 2)}, (), "UTF-8"),
    "easyexcel__office_bom.csv": Expected(
        "csv", {"easyexcel__office_bom": (11, 2)}, (), "UTF-8-BOM"
    ),
    "easyexcel__t01.xls": Expected("xls", {"产品数据": (3, 18)}),
    "fastexcel__fixture-sheets-different-visibilities.xlsx": Expected(
        "xlsx", {"Visible": (1, 2), "Hidden": (1, 2), "VeryHidden": (1, 2)}, ("F11", "F11")
    ),
    "hutool__aaa.xls": Expected("xls", {"Sheet1": (6, 4), "校园入学": (8, 5), "Sheet3": (0, 0)}),
    "hutool__blankAndDateTest.xlsx": Expected("xlsx", {"Sheet1": (22, 6)}),
    "poi__19599-2.xls": Expected("xls", {"汇总": (29, 4), "订阅上行列表": (200, 5)}),
    "poi__49273.xlsx": Expected("xlsx", {"Sheet1": (2, 27), "Sheet2": (0, 0), "Sheet3": (0, 0)}),
    "poi__61287.xls": Expected("xls", {"第一页": (40, 8)}),
    "poi__stress020.xlsx": Expected("xlsx", {"Sheet1": (44, 14)}),
    "readxl__deaths.xlsx": Expected("xlsx", {"arts": (19, 6), "other": (19, 6)}),
    "readxl__texty-dates-xlsx.xlsx": Expected("xlsx", {"Sheet1": (3, 1)}),
}
REFUSED = {"msoffcrypto-tool__example_password.xlsx": "F3"}


def cell(book: Book, sheet: int, row: int, column: int) -> str | None:
    value: str | None = book.sheets[sheet].frame[f"c{column}"][row - 1]
    return value


def spreadsheet(name: str) -> Book:
    return read_book(DATA / "spreadsheets" / name)


def test_every_spreadsheet_of_the_folder_has_an_expected_outcome() -> None:
    notes = {"MANIFEST.csv", "SOURCE.md"}
    names = {path.name for path in (DATA / "spreadsheets").iterdir()} - notes
    assert names == SPREADSHEETS.keys() | REFUSED.keys()
    assert len(names) == 18


@pytest.mark.parametrize("name", SPREADSHEETS)
def test_spreadsheet_reads_as_expected(name: str) -> None:
    expected = SPREADSHEETS[name]
    book = spreadsheet(name)
    assert book.format == expected.format
    assert book.encoding == expected.encoding
    assert book.epoch == 1900
    shapes = {sheet.name: (sheet.frame.height, sheet.frame.width - 1) for sheet in book.sheets}
    assert shapes == expected.sheets
    assert tuple(notice.rule for notice in book.notices) == expected.rules
    for sheet in book.sheets:
        assert sheet.frame["_row"].to_list() == list(range(1, sheet.frame.height + 1))


@pytest.mark.parametrize("name", REFUSED)
def test_spreadsheet_is_refused_as_expected(name: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        spreadsheet(name)
    assert caught.value.notice.rule == REFUSED[name]
    assert "密码" in str(caught.value)


def test_all_seven_error_cells_stand_in_the_frame_and_in_errors() -> None:
    sheet = spreadsheet("calamine__errors.xlsx").sheets[0]
    texts = ["#DIV/0!", "#NAME?", "#VALUE!", "#NULL!", "#REF!", "#NUM!", "#N/A"]
    assert sheet.frame["c1"].to_list() == texts
    assert dict(sheet.errors) == {(row, 1): text for row, text in enumerate(texts, start=1)}


def test_real_dates_are_iso_and_gaps_keep_their_rows() -> None:
    book = spreadsheet("hutool__blankAndDateTest.xlsx")
    assert cell(book, 0, 1, 4) == "2017-12-16 03:04:05"
    assert cell(book, 0, 4, 4) == "2017-12-16"
    assert cell(book, 0, 1, 3) == "1234.567"
    assert cell(book, 0, 22, 1) == "20"
    assert book.sheets[0].frame.row(18)[1:] == (None,) * 6


def test_merged_headers_are_told_in_xls_xlsx_and_ods() -> None:
    assert spreadsheet("china-administrative-divisions__admin_2020.xls").sheets[0].merged == (
        (1, 1, 1, 12),
        (4, 1, 5, 1),
    )
    assert len(spreadsheet("china_area__summary.xlsx").sheets[0].merged) == 8
    assert spreadsheet("calamine__merged_cells.ods").sheets[0].merged == ((2, 1, 3, 1),)


def test_no_break_spaces_and_codes_stay_as_they_are() -> None:
    frame = spreadsheet("PeikaiLi__2020年12月中国县以上行政区划代码_raw.xlsx").sheets[0].frame
    names = dict(zip(frame["c1"].to_list(), frame["c2"].to_list(), strict=True))
    assert names["370200"] is not None
    assert "\xa0" in names["370200"]
    assert "青岛市" in names["370200"]


def test_visibility_of_sheets() -> None:
    book = spreadsheet("fastexcel__fixture-sheets-different-visibilities.xlsx")
    assert [sheet.visibility for sheet in book.sheets] == ["visible", "hidden", "very_hidden"]


def test_both_copies_of_the_area_register_give_the_same_table() -> None:
    folder = DATA / "divisions" / "qingdao_five_level"
    utf8 = read_book(folder / "qingdao_divisions.csv")
    gbk = read_book(folder / "qingdao_divisions_gbk.csv")
    assert (utf8.encoding, gbk.encoding) == ("UTF-8", "GB18030")
    assert utf8.sheets[0].frame.equals(gbk.sheets[0].frame)
    assert utf8.sheets[0].frame.shape == (2273, 5)
    assert not gbk.notices


def test_taiwans_shelters_are_told_from_gb18030_when_written_in_big5(tmp_path: Path) -> None:
    source = DATA / "shelters" / "taiwan" / "tw_shelters_v9_no_contacts.csv"
    # Big5 lacks a few rare characters of the file: a real Big5 file has none of them
    text = source.read_text("utf-8-sig").encode("cp950", "ignore").decode("cp950")
    copies = {}
    for encoding in ("cp950", "utf-8", "gb18030"):
        copies[encoding] = tmp_path / f"{encoding}.csv"
        copies[encoding].write_text(text, encoding, newline="")
    big5 = read_book(copies["cp950"])
    assert big5.encoding == "Big5"
    assert not big5.notices
    assert big5.sheets[0].frame.equals(read_book(copies["utf-8"]).sheets[0].frame)
    # the traditional characters are rare ones in GB18030, yet nothing else fits so well
    assert read_book(copies["gb18030"]).encoding == "GB18030"


@pytest.mark.parametrize(
    ("name", "shape"),
    [
        ("shelters/taiwan/tw_shelters_v9_no_contacts.csv", (5974, 13)),
        ("shelters/japan/gsi_emergency_evacuation_sites.csv", (115_403, 18)),
        ("hazards/ph_flood_projects/cleaned_dpwh_flood_control_projects.csv", (7384, 24)),
        ("sirens/brown_county/brown-county-sirens.geojson", (60, 7)),
        ("sirens/oklahoma/ok_sirens.geojson", (301, 7)),
    ],
)
def test_table_of_another_country_has_all_its_rows(name: str, shape: tuple[int, int]) -> None:
    book = read_book(DATA / name)
    frame = book.sheets[0].frame
    assert (frame.height, frame.width - 1) == shape
    assert not book.notices


def test_sirens_are_flattened_with_their_coordinates() -> None:
    frame = read_book(DATA / "sirens" / "oklahoma" / "ok_sirens.geojson").sheets[0].frame
    captions = frame.row(0)[1:]
    assert captions[-2:] == ("经度", "纬度")
    assert captions[:2] == ("id", "city")
    assert all(-98 < float(x) < -96 for x in frame[f"c{len(captions) - 1}"][1:])

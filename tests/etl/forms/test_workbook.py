"""Forms as workbooks: cells keep their kind, the same content gives the same bytes."""

import datetime as dt

import openpyxl
import pytest

from etl.contract import load_contracts
from etl.forms.workbook import (
    Form,
    WorkbookError,
    cell_text,
    close_workbook,
    make_styles,
    open_workbook,
    write_head,
    write_rows,
)

CONTRACT = load_contracts()["hazard_site"]
ROW = {
    "site_id": "007",
    "threatened_persons": 18,
    "longitude": 120.468,
    "found_on": dt.date(2020, 7, 15),
    "is_removed": False,
}


def _write(path, rows=(ROW,), **form):
    book = open_workbook(path, title="试写")
    styles = make_styles(book)
    layout = Form(CONTRACT, **form)
    sheet = write_head(book, styles, layout)
    after = write_rows(sheet, styles, layout, rows)
    close_workbook(book)
    return layout, after


def _cells(path, layout):
    sheet = openpyxl.load_workbook(path).worksheets[0]
    names = [column.name for column in CONTRACT.columns]
    return {name: sheet.cell(layout.first_row + 1, n) for n, name in enumerate(names, start=1)}


def test_text_stays_text_numbers_numbers_and_dates_dates(tmp_path):
    layout, after = _write(tmp_path / "form.xlsx")
    cells = _cells(tmp_path / "form.xlsx", layout)
    assert after == layout.first_row + 1
    assert cells["site_id"].value == "007"
    assert (cells["threatened_persons"].value, cells["longitude"].value) == (18, 120.468)
    assert cells["found_on"].value == dt.datetime(2020, 7, 15)
    assert cells["found_on"].is_date
    assert cells["is_removed"].value == "否"
    assert cells["remark"].value is None


def test_the_same_content_gives_the_same_bytes(tmp_path):
    _write(tmp_path / "a.xlsx")
    _write(tmp_path / "b.xlsx")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_lines_stand_between_title_and_header(tmp_path):
    layout, _ = _write(tmp_path / "form.xlsx", lines=[("第一行", "line"), None])
    sheet = openpyxl.load_workbook(tmp_path / "form.xlsx").worksheets[0]
    assert [sheet.cell(row, 1).value for row in (1, 2, 3)] == [CONTRACT.title, "第一行", None]
    assert layout.first_row == 5  # title, two lines, two header rows


def test_a_county_may_word_a_caption_its_own_way(tmp_path):
    layout = Form(CONTRACT, captions={"site_id": "统一编号"})
    assert layout.caption(CONTRACT.column("site_id")) == "统一编号"
    assert layout.caption(CONTRACT.column("threatened_assets_yuan")) == "威胁财产\n(万元)"


@pytest.mark.parametrize(
    ("value", "text"), [(True, "是"), (False, "否"), (["地震", "洪涝"], "地震、洪涝"), (3, "3")]
)
def test_cells_as_words(value, text):
    assert cell_text(value) == text


def test_a_workbook_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "taken.xlsx").mkdir()
    with pytest.raises(WorkbookError, match=r"taken\.xlsx"):
        _write(tmp_path / "taken.xlsx")

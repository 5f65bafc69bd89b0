"""The return workbook: the county's own file, marked, mailed back, and known when it returns."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

import etl.returning.correction
from etl.findings import Finding, finding
from etl.loading.intake import Options
from etl.loading.ledger import read_ledger
from etl.loading.load import Report, load_files
from etl.loading.states import finding_states
from etl.reading import read_book
from etl.returning.answered import read_returned
from etl.returning.correction import write_return
from etl.returning.return_job import ReturnJob, ReturnSheet
from etl.returning.returned import (
    ANSWER_TITLE,
    LIST_HEADER,
    NOTE_SHEET,
    REASON_TITLE,
    Mark,
    MarkedSheet,
    mark_of_file,
    mark_of_sheet,
    read_mark,
    return_name,
)
from etl.returning.sheet_style import AUTHOR, FILLS, put_text
from tests.etl.books import (
    AS_OF,
    FIRST_ROW,
    WEEK,
    Form,
    column_of,
    site,
    task,
    write_book,
    write_csv,
)
from tests.etl.reading.makers import ods_copy
from warehouse.common.columns import LINE_POINTS
from warehouse.paths import DataPaths, data_paths

SHEET = "隐患点台账"
HEADER_ROW = FIRST_ROW - 1
INJECTIONS = ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("x")', "\t=1", "'=1"]


@pytest.fixture
def paths(data_home: Path) -> DataPaths:
    return data_paths(data_home)


def load(paths: DataPaths, *patterns: Path, **settings: Any) -> Report:
    return load_files(paths, [str(p) for p in patterns], workers=0, **settings)


def bad_form(**more: Any) -> Form:
    """Row 4 is right, row 5 has an error, row 6 a value to confirm."""
    rows = [site(1), site(2, remediation_status="销号了"), site(3, hazard_grade="特大型")]
    return Form("hazard_site", rows, **more)


def answer(path: Path, row: int, text: str, sheet: str = SHEET) -> None:
    """Writes the county's note into the 说明 column."""
    book = openpyxl.load_workbook(path)
    book[sheet].cell(row, column_of(path, sheet, ANSWER_TITLE, HEADER_ROW)).value = text
    book.save(path)


def correct(path: Path, row: int, caption: str, value: object, sheet: str = SHEET) -> None:
    book = openpyxl.load_workbook(path)
    book[sheet].cell(row, column_of(path, sheet, caption, HEADER_ROW)).value = value
    book.save(path)


def states(paths: DataPaths, load_no: int) -> dict[str, str]:
    """Rule -> state of one load."""
    found = finding_states(paths).filter(pl.col("load_no") == load_no, pl.col("level") != "info")
    return dict(found.select("rule", "state").iter_rows())


# ------------------------------------------------------------------ what the county gets


def test_bad_cells_are_marked_and_reasons_stand_beside_their_rows(paths: DataPaths) -> None:
    write_book(paths.inbox / "台账.xlsx", bad_form())
    (workbook,) = load(paths).returns.written
    assert workbook.parent == paths.returns / "2021-03-21" / "370212"
    grid = openpyxl.load_workbook(workbook)[SHEET]
    status = column_of(workbook, SHEET, "整改状态", HEADER_ROW)
    cell = grid.cell(FIRST_ROW + 1, status)
    assert cell.value == "销号了"
    assert cell.fill.fgColor.rgb == FILLS["error"].fgColor.rgb
    assert "不在代码表" in cell.comment.text
    reason = column_of(workbook, SHEET, REASON_TITLE, HEADER_ROW)
    assert grid.cell(HEADER_ROW, reason + 1).value == ANSWER_TITLE
    assert "整改状态：“销号了”不在代码表" in grid.cell(FIRST_ROW + 1, reason).value
    assert "须改正" in grid.cell(FIRST_ROW + 1, reason).value
    assert "写明情况" in grid.cell(FIRST_ROW + 2, reason).value
    assert grid.cell(FIRST_ROW, reason).value is None
    assert reason > max(c.column for c in grid[FIRST_ROW] if c.value is not None)


def test_the_first_sheet_lists_every_finding_with_counts_and_what_to_do(paths: DataPaths) -> None:
    write_book(paths.inbox / "台账.xlsx", bad_form())
    (workbook,) = load(paths).returns.written
    book = openpyxl.load_workbook(workbook)
    assert book.sheetnames[0] == NOTE_SHEET == book.active.title
    rows = list(book[NOTE_SHEET].iter_rows(values_only=True))
    assert (SHEET, SHEET, "崂山区", "2021-03-21", 3, 2, 1, 0, None) in rows
    listed = rows[rows.index(LIST_HEADER) + 1 :]
    assert [row[4] for row in listed[:2]] == ["须改正", "改正或说明"]
    assert any("怎么办" in str(row) for row in rows)


def test_what_we_write_can_be_read_in_full_and_printed_on_one_page(paths: DataPaths) -> None:
    write_book(paths.inbox / "台账.xlsx", bad_form())
    (workbook,) = load(paths).returns.written
    book = openpyxl.load_workbook(workbook)
    note, grid = book[NOTE_SHEET], book[SHEET]
    assert note.sheet_properties.pageSetUpPr.fitToPage
    assert (note.page_setup.orientation, note.page_setup.fitToHeight) == ("landscape", 0)
    first = [row[0] for row in note.iter_rows(values_only=True)].index(LIST_HEADER[0]) + 2
    assert note.row_dimensions[first].height >= 2 * LINE_POINTS, "the message takes two lines"
    assert grid.row_dimensions[FIRST_ROW + 1].height >= 2 * LINE_POINTS
    assert grid.row_dimensions[FIRST_ROW].height is None, "a row without findings is left alone"


def test_formats_formulas_and_their_last_results_are_kept(paths: DataPaths) -> None:
    path = write_book(paths.inbox / "台账.xlsx", bad_form())
    book = openpyxl.load_workbook(path)
    grid = book[SHEET]
    households = column_of(path, SHEET, "威胁户数", HEADER_ROW)
    grid.cell(FIRST_ROW, households).value = "=2*3"
    grid["A1"].font = Font(name="黑体", size=20, bold=True)
    grid.column_dimensions["B"].width = 33
    grid.freeze_panes = "C4"
    book.save(path)
    _calculate(path, "6")
    (workbook,) = load(paths).returns.written
    after = openpyxl.load_workbook(workbook)[SHEET]
    assert (after["A1"].font.name, after["A1"].font.size) == ("黑体", 20)
    assert after.column_dimensions["B"].width == 33
    assert after.freeze_panes == "C4"
    assert after.cell(FIRST_ROW, households).value == "=2*3"
    values = openpyxl.load_workbook(workbook, data_only=True)[SHEET]
    assert values.cell(FIRST_ROW, households).value == 6
    text = next(s for s in read_book(workbook).sheets if s.name == SHEET).frame
    assert text.filter(pl.col("_row") == FIRST_ROW)[f"c{households}"].item() == "6"


def _calculate(path: Path, result: str) -> None:
    """Puts the result of the only formula into its cell, as Excel does on saving."""
    content = {}
    with zipfile.ZipFile(path) as archive:
        content = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, part in content.items():
            empty = rb"</f><v\s*/>|</f><v></v>"  # openpyxl writes it one way or another with lxml
            archive.writestr(name, re.sub(empty, f"</f><v>{result}</v>".encode(), part))


def test_cells_below_a_merged_one_are_marked_on_the_merged_one(paths: DataPaths) -> None:
    path = write_book(paths.inbox / "台账.xlsx", bad_form())
    book = openpyxl.load_workbook(path)
    column = column_of(path, SHEET, "整改状态", HEADER_ROW)
    book[SHEET].merge_cells(
        start_row=FIRST_ROW, end_row=FIRST_ROW + 2, start_column=column, end_column=column
    )
    book.save(path)
    (workbook,) = load(paths).returns.written
    marked = openpyxl.load_workbook(workbook)[SHEET].cell(FIRST_ROW, column)
    assert marked.comment.text.count("取消合并") == 1, "two rows say the same"


@pytest.mark.parametrize("text", INJECTIONS)
def test_what_we_write_never_becomes_a_formula(text: str) -> None:
    book = Workbook()
    put_text(book.active["A1"], text)
    assert book.active["A1"].data_type == "s"
    assert book.active["A1"].value == text


def test_a_cell_that_looks_like_a_formula_is_quoted_as_text(paths: DataPaths) -> None:
    form = Form("hazard_site", [site(1, remediation_status="=cmd|' /C calc'!A0")])
    write_csv(paths.inbox / "台账.csv", form)
    (workbook,) = load(paths).returns.written
    for sheet in openpyxl.load_workbook(workbook).worksheets:
        assert not [c for row in sheet.iter_rows() for c in row if c.data_type == "f"]


def test_a_file_that_cannot_be_read_gets_the_list_alone(paths: DataPaths) -> None:
    paths.inbox.mkdir(parents=True)
    (paths.inbox / "坏.xlsx").write_bytes(b"PK\x03\x04 not really")
    (workbook,) = load(paths).returns.written
    book = openpyxl.load_workbook(workbook)
    assert book.sheetnames == [NOTE_SHEET]
    assert "F4" in str([c.value for row in book[NOTE_SHEET].iter_rows() for c in row])


def test_a_workbook_that_openpyxl_cannot_edit_is_rewritten(
    paths: DataPaths, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_book(paths.inbox / "台账.xlsx", bad_form())

    def fail(*_: object, **__: object) -> None:
        raise ValueError("Value does not match pattern")

    monkeypatch.setattr("etl.returning.correction._edited", fail)
    (workbook,) = load(paths).returns.written
    assert openpyxl.load_workbook(workbook)[SHEET].cell(FIRST_ROW, 1).value == "3702120001"


def test_a_sheet_formatted_to_its_last_row_is_rewritten_not_held_cell_by_cell(
    paths: DataPaths, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = write_book(paths.inbox / "台账.xlsx", bad_form())
    with zipfile.ZipFile(book) as archive:
        size = sum(i.file_size for i in archive.infolist() if "/worksheets/" in i.filename)
    monkeypatch.setattr(etl.returning.correction, "EDITED_BYTES", size - 1)
    with monkeypatch.context() as patched:
        held: list[object] = []
        patched.setattr(openpyxl, "load_workbook", lambda *_, **__: held.append(1))
        (workbook,) = load(paths).returns.written
    assert held == []
    grid = openpyxl.load_workbook(workbook)[SHEET]
    status = column_of(workbook, SHEET, "整改状态", HEADER_ROW)
    assert grid.cell(FIRST_ROW + 1, status).comment is not None


def test_what_was_settled_since_is_not_sent_back_again(paths: DataPaths) -> None:
    write_book(paths.inbox / "台账.xlsx", bad_form())
    rival = write_book(paths.inbox / "另一份.xlsx", Form("hazard_site", [site(7)]))
    refused = load(paths).returns.written
    assert {path.parent for path in refused} == {paths.returns / "2021-03-21" / "370212"}
    assert (SHEET, SHEET, "崂山区", "2021-03-21") in [r[:4] for r in _listing(refused[0])]
    rival.unlink()
    (workbook,) = load(paths).returns.written
    rows = _listing(workbook)
    rules = [row[5] for row in rows[rows.index(LIST_HEADER) + 1 :] if row[5]]
    assert [rule.split()[0] for rule in rules] == ["V3", "L3"]


def _listing(workbook: Path) -> list[tuple[Any, ...]]:
    return list(openpyxl.load_workbook(workbook)[NOTE_SHEET].iter_rows(values_only=True))


def test_a_very_long_sheet_goes_back_with_its_bad_rows_only(
    paths: DataPaths, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(etl.returning.correction, "WHOLE_ROWS", 8)
    rows = [site(n) for n in range(1, 20)]
    rows[14] = site(15, hazard_grade="特大型")
    write_book(paths.inbox / "台账.xlsx", Form("hazard_site", rows))
    (workbook,) = load(paths).returns.written
    grid = openpyxl.load_workbook(workbook)[SHEET]
    assert grid.max_row == HEADER_ROW + 1
    assert grid.cell(HEADER_ROW + 1, 1).value == "3702120015"
    number = column_of(workbook, SHEET, "原行号", HEADER_ROW)
    assert grid.cell(HEADER_ROW + 1, number).value == FIRST_ROW + 14
    answer(workbook, HEADER_ROW + 1, "经核实无误")
    returned = paths.inbox / workbook.name
    returned.write_bytes(workbook.read_bytes())
    load(paths)
    refused = read_ledger(paths).loads[-1]
    assert refused.source is None, "a part must not stand for the whole"
    assert finding_states(paths).filter(pl.col("rule") == "B3").height == 1
    kept = finding_states(paths).filter(pl.col("rule") == "L3", pl.col("load_no") == 1)
    assert kept.select("state", "note").row(0) == ("确认保留并说明", "经核实无误")


def test_an_old_xls_goes_back_as_xlsx(paths: DataPaths, real_data: Path) -> None:
    original = real_data / "spreadsheets" / "hutool__aaa.xls"
    (workbook,) = load(paths, original).returns.written
    before, after = read_book(original).sheets, read_book(workbook).sheets
    assert [s.name for s in after] == [NOTE_SHEET, *(s.name for s in before)]
    same = [c for c in before[0].frame.columns if c in after[1].frame.columns]
    assert after[1].frame.select(same).equals(before[0].frame.select(same))


# ------------------------------------------------------------------ and when it comes back


@pytest.mark.parametrize("kind", ["xlsx", "csv", "gb18030"])
def test_the_round_trip_corrects_errors_and_keeps_what_was_explained(
    paths: DataPaths, kind: str
) -> None:
    if kind == "xlsx":
        write_book(paths.inbox / "台账.xlsx", bad_form())
    else:
        encoding = "utf-8-sig" if kind == "csv" else "gb18030"
        write_csv(paths.inbox / "台账.csv", bad_form(), encoding)
    (workbook,) = load(paths).returns.written
    sheet = SHEET if kind == "xlsx" else "台账"
    correct(workbook, FIRST_ROW + 1, "整改状态", "整改中", sheet)
    answer(workbook, FIRST_ROW + 2, "按批复定级", sheet)
    (paths.inbox / workbook.name).write_bytes(workbook.read_bytes())
    report = load(paths)
    first, second = read_ledger(paths).loads
    assert (second.supersedes, second.read, second.accepted) == (1, 3, 3)
    assert not report.has_findings, "everything is corrected or explained"
    assert states(paths, 1) == {"V3": "已修正", "L3": "确认保留并说明"}
    assert states(paths, 2) == {"L3": "确认保留并说明"}
    noted = finding_states(paths).filter(pl.col("rule") == "L3")
    assert noted["note"].to_list() == ["按批复定级", "按批复定级"]
    assert first.sha256 == mark_of_file(workbook).sha256  # type: ignore[union-attr]


def test_facts_given_by_the_caller_come_back_with_the_mark(paths: DataPaths) -> None:
    form = Form("hazard_site", [site(1, hazard_grade="特大型")], unit=None, as_of=None)
    file = write_csv(paths.root / "somewhere" / "台账.csv", form)
    (workbook,) = load(
        paths, file, options=Options(unit="370212", as_of=date(2021, 3, 21))
    ).returns.written
    answer(workbook, FIRST_ROW, "属实", "台账")
    (paths.inbox / "x").mkdir(parents=True)
    (paths.inbox / "x" / "报回.xlsx").write_bytes(workbook.read_bytes())
    load(paths)
    assert read_ledger(paths).loads[-1].key == ("hazard_site", "370212", "2021-03-21")


def test_a_note_in_the_list_answers_a_finding_without_a_row(paths: DataPaths) -> None:
    write_book(paths.inbox / "1.xlsx", Form("census_return", [task(1)]))
    two = Form("census_return", [task(1), task(2)], as_of=AS_OF + WEEK)
    write_book(paths.inbox / "2.xlsx", two)
    (workbook,) = load(paths).returns.written
    assert states(paths, 2) == {"T2": "已退回"}
    book = openpyxl.load_workbook(workbook)
    notes = book[NOTE_SHEET]
    row = next(r for r in notes.iter_rows() if r[0].value == 1 and "T2" in str(r[5].value))
    row[len(LIST_HEADER) - 1].value = "省办新增一项任务"
    book.save(paths.inbox / "报回.xlsx")
    load(paths)
    assert states(paths, 3) == {"T2": "确认保留并说明"}


def test_a_second_return_keeps_the_answers_and_drops_the_old_marks(paths: DataPaths) -> None:
    write_book(paths.inbox / "台账.xlsx", bad_form())
    (first,) = load(paths).returns.written
    answer(first, FIRST_ROW + 2, "按批复定级")
    correct(first, FIRST_ROW + 1, "整改状态", "整改中")
    correct(first, FIRST_ROW, "险情等级", "特大型")
    (paths.inbox / first.name).write_bytes(first.read_bytes())
    (second,) = load(paths).returns.written
    assert second.name == return_name(first.name, read_ledger(paths).loads[-1].sha256)
    assert second.name.count("退回修正单") == 1
    grid = openpyxl.load_workbook(second)[SHEET]
    captions = [c.value for c in grid[HEADER_ROW]]
    assert captions.count(REASON_TITLE) == captions.count(ANSWER_TITLE) == 1
    noted = column_of(second, SHEET, ANSWER_TITLE, HEADER_ROW)
    assert grid.cell(FIRST_ROW + 2, noted).value == "按批复定级"
    status = grid.cell(FIRST_ROW + 1, column_of(second, SHEET, "整改状态", HEADER_ROW))
    assert status.comment is None
    assert grid.cell(FIRST_ROW + 1, noted - 1).value is None
    assert openpyxl.load_workbook(second).sheetnames.count(NOTE_SHEET) == 1


def test_a_return_workbook_saved_as_ods_is_known_and_its_old_marks_go(paths: DataPaths) -> None:
    write_book(paths.inbox / "台账.xlsx", bad_form())
    (first,) = load(paths).returns.written
    answer(first, FIRST_ROW + 2, "按批复定级")
    correct(first, FIRST_ROW + 1, "整改状态", "整改中")
    correct(first, FIRST_ROW, "隐患类型", "塌方")
    copy = ods_copy(first, paths.inbox / "改好的台账.ods")
    assert read_returned(copy).mark == mark_of_file(first)
    (second,) = load(paths).returns.written
    assert states(paths, 1) == {"V3": "已修正", "L3": "确认保留并说明"}
    grid = openpyxl.load_workbook(second)[SHEET]
    captions = [c.value for c in grid[HEADER_ROW]]
    assert captions.count(REASON_TITLE) == captions.count(ANSWER_TITLE) == 1
    noted = column_of(second, SHEET, ANSWER_TITLE, HEADER_ROW)
    assert grid.cell(FIRST_ROW + 2, noted).value == "按批复定级"
    assert grid.cell(FIRST_ROW + 1, noted - 1).value is None
    assert "不在代码表" in grid.cell(FIRST_ROW, noted - 1).value


def test_a_phone_number_in_a_note_is_hidden_and_its_words_are_kept(paths: DataPaths) -> None:
    write_book(paths.inbox / "台账.xlsx", bad_form())
    (workbook,) = load(paths).returns.written
    answer(workbook, FIRST_ROW + 2, "已与张某核实 13812345678")
    (paths.inbox / workbook.name).write_bytes(workbook.read_bytes())
    load(paths)
    notes = set(finding_states(paths)["note"].drop_nulls())
    assert notes == {"已与张某核实 ‹已隐去›"}
    for file in paths.raw.rglob("*"):
        assert not file.is_file() or b"13812345678" not in file.read_bytes()


def test_a_return_workbook_of_a_superseded_file_is_refused(paths: DataPaths) -> None:
    file = write_book(paths.inbox / "台账.xlsx", bad_form())
    (workbook,) = load(paths).returns.written
    write_book(file, Form("hazard_site", [site(1), site(2)]))
    load(paths)
    answer(workbook, FIRST_ROW + 2, "属实")
    late = paths.inbox / workbook.name
    late.write_bytes(workbook.read_bytes())
    load(paths)
    last = read_ledger(paths).loads[-1]
    assert (last.source, last.load_no) == (None, 3)
    assert finding_states(paths).filter(pl.col("rule") == "B2").height == 1
    load(paths, late, supersede=True)
    assert read_ledger(paths).loads[-1].key is not None


# ------------------------------------------------------------------ the mark

MARK = Mark(
    "台账.xlsx", "f" * 64, (MarkedSheet("台账", "hazard_site", "370212", "2021-03-21", None, True),)
)


def test_the_mark_survives_the_loss_of_the_property_or_of_the_sheet(paths: DataPaths) -> None:
    write_book(paths.inbox / "台账.xlsx", bad_form())
    (workbook,) = load(paths).returns.written
    mark = mark_of_file(workbook)
    assert mark is not None
    without_sheet = openpyxl.load_workbook(workbook)
    without_sheet.remove(without_sheet[NOTE_SHEET])
    without_sheet.save(paths.root / "a.xlsx")
    assert read_returned(paths.root / "a.xlsx").mark == mark
    without_property = openpyxl.load_workbook(workbook)
    del without_property.custom_doc_props["pucha_return"]
    without_property.save(paths.root / "b.xlsx")
    assert mark_of_file(paths.root / "b.xlsx") is None
    assert read_returned(paths.root / "b.xlsx").mark == mark


@given(st.text(max_size=60), st.lists(st.booleans(), max_size=3))
def test_a_mark_comes_back_as_it_was_written(name: str, whole: list[bool]) -> None:
    sheets = tuple(
        replace(MARK.sheets[0], sheet=f"{n}{name}", is_whole=w) for n, w in enumerate(whole)
    )
    mark = Mark(name, "0" * 64, sheets)
    assert read_mark(mark.to_text()) == mark


@given(st.text(max_size=200) | st.just('{"file":1}') | st.just("[]"))
def test_any_other_text_is_no_mark(text: str) -> None:
    assert read_mark(text) is None
    frame = pl.DataFrame({"_row": [1], "c1": [text]})
    assert mark_of_sheet(frame) is None


def test_a_mark_is_looked_for_in_ordinary_files_without_reading_them(paths: DataPaths) -> None:
    plain = write_book(paths.root / "plain.xlsx", bad_form())
    assert read_returned(plain).mark is None
    text = paths.root / "a.csv"
    text.write_text("退回说明,1\n")
    assert read_returned(text).mark is None
    assert read_returned(paths.root / "absent.xlsx").mark is None


# ------------------------------------------------------------------ one sheet, by hand


def _job(folder: Path, found: list[Finding], content: list[list[object]]) -> ReturnJob:
    book = Workbook()
    grid = book.active
    assert isinstance(grid, Worksheet)
    grid.title = "表"
    for line in content:
        grid.append(line)
    book.save(folder / "in.xlsx")
    sheet = ReturnSheet(
        "表", "hazard_site", "台账", "370212", "崂山区", "2021-03-21", None, 1, {}, 2
    )
    return ReturnJob(
        folder / "in.xlsx", folder / "out.xlsx", "in.xlsx", "a" * 64, "xlsx", None, False, (sheet,),
        tuple(found),
    )  # fmt: skip


def test_notes_right_of_the_table_are_not_written_over(tmp_path: Path) -> None:
    told = finding("in.xlsx", "V3", "error", "不对", "改", sheet="表", cell="A2", row=2)
    job = _job(tmp_path, [told], [["编号"], ["x", None, None, "county's own note"]])
    write_return(job)
    grid = openpyxl.load_workbook(tmp_path / "out.xlsx")["表"]
    assert grid["D2"].value == "county's own note"
    assert grid["E1"].value == REASON_TITLE


def test_a_comment_of_the_county_is_kept_beside_ours(tmp_path: Path) -> None:
    told = finding("in.xlsx", "V3", "error", "不对", "改", sheet="表", cell="A2", row=2)
    job = _job(tmp_path, [told], [["编号"], ["x"]])
    book = openpyxl.load_workbook(job.original)
    book["表"]["A2"].comment = Comment("county's comment", "county")
    book.save(job.original)
    write_return(job)
    comment = openpyxl.load_workbook(tmp_path / "out.xlsx")["表"]["A2"].comment
    assert "county's comment" in comment.text
    assert "不对" in comment.text
    assert comment.author == AUTHOR


def test_control_characters_and_endless_text_do_not_break_the_workbook(tmp_path: Path) -> None:
    text = "坏\x00字符" + "长" * 40_000
    told = finding("in.xlsx", "V3", "error", text, "改", sheet="表", cell="A2", row=2)
    write_return(_job(tmp_path, [told], [["编号"], ["x"]]))
    assert openpyxl.load_workbook(tmp_path / "out.xlsx")["表"]["B2"].value.startswith("坏字符")

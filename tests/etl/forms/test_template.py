"""The workbook to fill in: complete, helpful, and what is filled in correctly loads clean."""

import datetime as dt
from dataclasses import replace

import openpyxl
import pytest

from etl.checking.areas import build_register
from etl.checking.caption import caption_key, read_caption
from etl.checking.check import check_file
from etl.codes import load_code_list
from etl.contract import load_contracts
from etl.forms import template
from etl.forms.example import example_row
from etl.forms.guide import GUIDE_SHEET
from etl.forms.template import CODES_SHEET, write_template
from etl.forms.workbook import is_required
from warehouse.common.columns import LINE_POINTS, row_height

CONTRACTS = load_contracts()
AS_OF = dt.date(2021, 3, 28)  # no example lies after it but those that may


@pytest.fixture(params=CONTRACTS)
def contract(request):
    return CONTRACTS[request.param]


@pytest.fixture
def path(contract, tmp_path):
    target = tmp_path / f"{contract.title}.xlsx"
    write_template(contract, target)
    return target


def _form(path):
    book = openpyxl.load_workbook(path)
    return book, book.worksheets[0]


def _header(contract, sheet):
    """Column name -> (row, column) of its caption, and the row below the header."""
    places = {}
    for row in sheet.iter_rows(min_row=3, max_row=6):
        for cell in row:
            caption = read_caption(str(cell.value or ""))
            for column in contract.columns:
                if caption_key(column.title) in (caption.key, caption.base):
                    places.setdefault(column.name, (cell.row, cell.column))
    return places, max(row for row, _ in places.values()) + 1


def _fill(contract, path, rows, *, keep_example=False):
    book, sheet = _form(path)
    unit = "市普查办" if contract.scope == "city" else "崂山区"
    sheet["B2"], sheet["E2"] = unit, AS_OF
    places, first = _header(contract, sheet)
    for offset, values in enumerate(rows, start=1 if keep_example else 0):
        for name, (_, column) in places.items():
            cell = sheet.cell(first + offset, column)
            cell.value = values.get(name)
    book.save(path)


def _check(path):
    return check_file(path, contracts=CONTRACTS, register=build_register())


def _taken(checked):
    return [sheet for sheet in checked.sheets if sheet.source]


def test_the_form_has_every_column_and_marks_what_must_be_filled(contract, path):
    _, sheet = _form(path)
    assert sheet.title == contract.sheet[0]
    assert sheet["A1"].value == contract.title
    places, _ = _header(contract, sheet)
    assert set(places) == {c.name for c in contract.columns}
    for column in contract.columns:
        caption = sheet.cell(*places[column.name])
        assert caption.value.startswith("*") == is_required(column), column.name
        assert column.title in caption.comment.text


def test_columns_of_one_group_stand_under_one_merged_caption(contract, path):
    _, sheet = _form(path)
    merged = {sheet.cell(r.min_row, r.min_col).value for r in sheet.merged_cells.ranges}
    assert {c.group for c in contract.columns if c.group} <= merged


def test_code_columns_have_drop_downs_with_the_lists_words(contract, path):
    _, sheet = _form(path)
    places, first = _header(contract, sheet)
    offered = {
        area.min_col: rule.formula1
        for rule in sheet.data_validations.dataValidation
        for area in rule.sqref.ranges
        if rule.type == "list" and area.min_row == first
    }
    for column in contract.columns:
        if column.code_list is not None and column.type != "multi":
            words = ",".join(title for _, title in column.code_list.titles)
            assert offered[places[column.name][1]] == f'"{words}"'
        if column.type == "boolean":
            assert offered[places[column.name][1]] == '"是,否"'


def test_codes_are_text_and_dates_are_dates(contract, path):
    _, sheet = _form(path)
    places, first = _header(contract, sheet)
    for column in contract.columns:
        cell = sheet.cell(first, places[column.name][1])
        if column.type in ("code", "area", "area_key"):
            assert cell.number_format == "@"
        elif column.type == "date" and column.example:
            assert cell.is_date


def test_it_prints_on_a4_across_with_the_header_on_every_page(contract, path):
    _, sheet = _form(path)
    assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)
    _, first = _header(contract, sheet)
    assert sheet.print_title_rows.replace("$", "") == f"{4}:{first - 1}"
    assert sheet.freeze_panes == f"C{first}"


def test_captions_and_guide_can_be_read_in_full_whatever_opens_them(contract, path):
    book, sheet = _form(path)
    places, _ = _header(contract, sheet)
    for row, column in places.values():
        lines = str(sheet.cell(row, column).value).count("\n") + 1
        assert sheet.row_dimensions[row].height >= lines * LINE_POINTS
    guide = book[GUIDE_SHEET]
    widths = {letter: dimension.width for letter, dimension in guide.column_dimensions.items()}
    merged = {cell for area in guide.merged_cells.ranges for cell in area.cells}
    for cell in (c for row in guide.iter_rows() for c in row if c.value is not None):
        if (cell.row, cell.column) not in merged and cell.column_letter in widths:
            needed = row_height([(str(cell.value), widths[cell.column_letter])])
            assert (guide.row_dimensions[cell.row].height or 0) >= needed, cell.coordinate


def test_the_guide_explains_every_column_and_every_rule(contract, path):
    book, _ = _form(path)
    guide = book[GUIDE_SHEET]
    text = [str(c) for row in guide.iter_rows(values_only=True) for c in row if c is not None]
    assert {c.title for c in contract.columns} <= set(text)
    assert {rule.message for rule in contract.rules} <= set(text)
    assert {rule.remedy for rule in contract.rules} <= set(text)


def test_the_same_contract_gives_the_same_bytes(contract, path, tmp_path):
    again = tmp_path / "again.xlsx"
    write_template(contract, again)
    assert again.read_bytes() == path.read_bytes()


def test_what_is_filled_in_over_the_example_loads_without_a_finding(contract, path):
    row = {**example_row(contract), _changed(contract): _value(contract)}
    _fill(contract, path, [row])
    checked = _check(path)
    assert [f.message for f in checked.all_findings if f.level != "info"] == []
    (sheet,) = _taken(checked)
    assert (sheet.source, sheet.read, sheet.accepted) == (contract.name, 1, 1)
    assert sheet.unit_code == ("370200" if contract.scope == "city" else "370212")
    assert sheet.as_of == AS_OF


def test_the_example_left_in_place_never_becomes_data(contract, path):
    row = {**example_row(contract), _changed(contract): _value(contract)}
    _fill(contract, path, [row], keep_example=True)
    (sheet,) = _taken(_check(path))
    assert (sheet.read, sheet.accepted, sheet.skipped) == (2, 1, 1)
    assert sheet.rows is not None
    assert [f.level for f in sheet.findings if f.rule != "V1"] == ["info"]


def _changed(contract):
    """A column that a person changes: of the key, so that the row is not the example."""
    return contract.key[-1]


def _value(contract):
    column = contract.column(_changed(contract))
    return {
        "plan": dt.date(2021, 4, 30),
        "census_task": "T002",
        "census_return": "T002",
        "area": "370212002",
        "community": "370212001002",
        "district_boundary": "370202",
        "street_boundary": "370212002",
    }.get(contract.name) or f"{column.example}9"


def test_a_list_too_long_for_a_drop_down_gets_a_sheet_of_its_own(tmp_path, monkeypatch):
    monkeypatch.setattr(template, "INLINE_LIST_LIMIT", 30)
    write_template(CONTRACTS["hazard_site"], tmp_path / "long.xlsx")
    book, sheet = _form(tmp_path / "long.xlsx")
    words = [title for _, title in load_code_list("hazard_type").titles]
    columns = {
        c[0].value: [cell.value for cell in c[1:] if cell.value] for c in book[CODES_SHEET].columns
    }
    assert columns["隐患类型"] == words
    formulas = [r.formula1 for r in sheet.data_validations.dataValidation if r.type == "list"]
    assert any(CODES_SHEET in formula and f"${len(words) + 1}" in formula for formula in formulas)


def test_a_range_is_said_in_the_forms_own_unit(tmp_path):
    contract = CONTRACTS["sampling_check"]
    write_template(contract, tmp_path / "range.xlsx")
    _, sheet = _form(tmp_path / "range.xlsx")
    messages = [r.error for r in sheet.data_validations.dataValidation if r.type == "decimal"]
    assert "应为0～100 之间的数（%）。" in messages


def test_a_column_without_note_or_range_has_no_prompt():
    column = replace(CONTRACTS["hazard_site"].column("site_name"), note=None)
    assert template._validation(column, template._CodeColumns()) is None

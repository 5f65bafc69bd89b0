"""Whole files: real ones with exact counts, awkward ones with their expected outcome, and tables of
random mess in which no row may get lost."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter
from hypothesis import given as given_cases
from hypothesis import settings
from hypothesis import strategies as st

from etl.checking.areas import build_register
from etl.checking.check import check_file
from etl.checking.checked import CheckedFile, CheckedSheet, ConservationError
from etl.contract import ContractError, load_contracts
from etl.layout import read_layout
from tests.etl.tables import AS_OF, check_table, contract_table, good_row

LAYOUTS = Path(__file__).parent.parent / "layouts"
CONTRACTS = load_contracts()


def _check(path: Path, **changes) -> CheckedFile:
    return check_file(path, **({"contracts": CONTRACTS, "register": build_register()} | changes))


def _counts(sheet: CheckedSheet) -> tuple[int, int, int, int, int]:
    return sheet.read, sheet.accepted, sheet.rejected, sheet.skipped, sheet.unclaimed


def _by_rule(sheet: CheckedSheet) -> dict[str, int]:
    return dict(Counter(f.rule for f in sheet.findings))


# ------------------------------------------------------------------ real tables

FOREIGN = {
    # layout: (file, read/accepted/rejected/skipped/unclaimed, findings by rule)
    "taiwan_shelters": (
        "shelters/taiwan/tw_shelters_v9_no_contacts.csv",
        (5973, 5887, 86, 0, 5887),
        # S1: 3 at longitude 0, 1 exchanged, 24 outside the islands, 10 to two decimals or fewer;
        # V4: capacities of 0 and less
        {"S1": 38, "V4": 58, "S4": 305, "U2": 15, "V1": 1001, "H5": 1},
    ),
    "japan_evacuation_sites": (
        "shelters/japan/gsi_emergency_evacuation_sites.csv",
        (115_402, 115_402, 0, 0, 115_402),
        {"S4": 111, "U2": 96, "V1": 1001, "H5": 1},
    ),
    "ph_flood_works": (
        "hazards/ph_flood_projects/cleaned_dpwh_flood_control_projects.csv",
        (7383, 7383, 0, 0, 7383),
        {"L9": 649, "S1": 4, "S4": 204, "H5": 1, "H12": 1},
    ),
    "oklahoma_sirens": (
        "sirens/oklahoma/ok_sirens.geojson",
        (300, 284, 16, 0, 284),
        {"C1": 16, "H5": 1, "H12": 1},
    ),
    "brown_county_sirens": (
        "sirens/brown_county/brown-county-sirens.geojson",
        (59, 59, 0, 0, 59),
        {"H5": 1, "H12": 1},
    ),
}


@pytest.mark.parametrize("name", FOREIGN)
def test_foreign_files_load_by_layout_with_every_row_accounted_for(real_data, name):
    file, counts, rules = FOREIGN[name]
    layout = read_layout(LAYOUTS / f"{name}.toml")
    checked = _check(real_data / file, layout=layout)

    assert checked.findings == ()
    (sheet,) = checked.sheets
    assert sheet.source == layout.source
    assert sheet.is_loadable
    assert _counts(sheet) == counts
    assert _by_rule(sheet) == rules


def _foreign(real_data: Path, name: str) -> CheckedSheet:
    layout = read_layout(LAYOUTS / f"{name}.toml")
    return _check(real_data / FOREIGN[name][0], layout=layout).sheets[0]


def test_taiwans_exchanged_coordinates_and_flags(real_data):
    sheet = _foreign(real_data, "taiwan_shelters")

    swapped = [f for f in sheet.findings if "经纬度互换" in f.remedy]
    assert [(f.cell, f.value) for f in swapped] == [("E3736", "24.265909937135028")]
    spaces = dict(sheet.rows["space_type"].value_counts().iter_rows())
    assert set(spaces) == {"indoor", "outdoor", "both", None}
    nuclear = sheet.rows.filter(pl.col("hazard_kinds").list.len() == 0)
    assert nuclear.is_empty()


def test_japans_flags_become_one_column_and_leading_zeros_stay(real_data):
    rows = _foreign(real_data, "japan_evacuation_sites").rows
    first = rows.row(0, named=True)
    assert first["shelter_id"] == "E0110000001202"
    assert first["hazard_kinds"] == ["earthquake", "flood", "geological"]
    assert rows["hazard_kinds"].null_count() == 0
    assert rows["capacity_persons"].null_count() == rows.height


def test_philippine_money_is_converted_and_works_are_typed(real_data):
    rows = _foreign(real_data, "ph_flood_works").rows
    assert rows["approved_investment_yuan"][0] == round(9.65e7 * 0.131, 6)
    assert dict(rows["project_type"].value_counts().iter_rows()) == {
        "river_regulation": 6129,
        "geohazard_works": 567,
        "other": 687,
    }


def test_the_two_copies_of_the_area_register_are_one_table(real_data):
    folder = real_data / "divisions" / "qingdao_five_level"
    copies = [
        _check(folder / name, as_of=date(2023, 6, 30))
        for name in ("qingdao_divisions.csv", "qingdao_divisions_gbk.csv")
    ]
    assert [c.encoding for c in copies] == ["UTF-8", "GB18030"]
    for checked in copies:
        (sheet,) = checked.sheets
        assert (sheet.source, sheet.unit_code) == ("area", "370200")
        assert _counts(sheet) == (2272, 2272, 0, 0, 0)
        assert _by_rule(sheet) == {"H8": 1}
    utf8, gbk = (c.sheets[0].rows.drop("_file", "_sheet") for c in copies)
    assert utf8.equals(gbk)
    levels = dict(utf8["area_level"].value_counts().iter_rows())
    assert levels == {"city": 1, "district": 10, "street": 141, "community": 2120}


def test_the_area_register_resolves_names_below_districts(real_data):
    path = real_data / "divisions" / "qingdao_five_level" / "qingdao_divisions.csv"
    areas = _check(path, as_of=date(2023, 6, 30)).sheets[0].rows
    register = build_register(areas)
    row = good_row("hazard_site", area_code="崂山区中韩街道北村社区")
    checked = check_table(contract_table("hazard_site", row), register=register)
    assert checked.rows["area_code"].to_list() == ["370212001003"]


# ------------------------------------------------------------------ awkward spreadsheets

NOTHING = "没有一张表能归入来源"
SPREADSHEETS = {
    # file: (format, rows of each sheet, what is said of the file)
    "PeikaiLi__2020年12月中国县以上行政区划代码_raw.xlsx": ("xlsx", [3212], NOTHING),
    "calamine__errors.xlsx": ("xlsx", [7, 0, 0], NOTHING),
    "calamine__merged_cells.ods": ("ods", [3], NOTHING),
    "china-administrative-divisions__admin_2020.xls": ("xls", [51], NOTHING),
    "china_area__summary.xlsx": ("xlsx", [8, 33], NOTHING),
    "easyexcel__no_bom.csv": ("csv", [11], NOTHING),
    "easyexcel__office_bom.csv": ("csv", [11], NOTHING),
    "easyexcel__t01.xls": ("xls", [3], NOTHING),
    "fastexcel__fixture-sheets-different-visibilities.xlsx": ("xlsx", [1, 1, 1], NOTHING),
    "hutool__aaa.xls": ("xls", [6, 8, 0], NOTHING),
    "hutool__blankAndDateTest.xlsx": ("xlsx", [22], NOTHING),
    "msoffcrypto-tool__example_password.xlsx": (None, [], "密码"),
    "poi__19599-2.xls": ("xls", [29, 200], NOTHING),
    "poi__49273.xlsx": ("xlsx", [2, 0, 0], NOTHING),
    "poi__61287.xls": ("xls", [40], NOTHING),
    "poi__stress020.xlsx": ("xlsx", [44], NOTHING),
    "readxl__deaths.xlsx": ("xlsx", [19, 19], NOTHING),
    "readxl__texty-dates-xlsx.xlsx": ("xlsx", [3], NOTHING),
}


def test_all_spreadsheets_are_named_here(real_data):
    folder = real_data / "spreadsheets"
    found = {p.name for p in folder.iterdir() if p.suffix != ".md" and p.name != "MANIFEST.csv"}
    assert found == set(SPREADSHEETS)


@pytest.mark.parametrize("name", SPREADSHEETS)
def test_a_spreadsheet_of_no_source_is_read_and_told_why_it_is_not_taken(real_data, name):
    form, heights, said = SPREADSHEETS[name]
    checked = _check(real_data / "spreadsheets" / name)

    assert checked.format == form
    assert len(checked.sha256) == 64
    assert [(s.read, s.skipped, s.source) for s in checked.sheets] == [
        (height, height, None) for height in heights
    ]
    errors = [f for f in checked.all_findings if f.level == "error"]
    assert [said in f.message for f in errors] == [True]
    for sheet, height in zip(checked.sheets, heights, strict=True):
        assert ("H2" in _by_rule(sheet)) == (height > 0)


def test_a_named_source_that_a_sheet_does_not_have_is_an_error(real_data):
    path = real_data / "spreadsheets" / "PeikaiLi__2020年12月中国县以上行政区划代码_raw.xlsx"
    checked = _check(path, source="shelter")
    (found,) = [f for f in checked.all_findings if f.level == "error"]
    assert found.rule == "H1"
    assert "场所编号" in found.remedy


def test_a_code_list_without_levels_lacks_a_required_column(real_data):
    path = real_data / "spreadsheets" / "PeikaiLi__2020年12月中国县以上行政区划代码_raw.xlsx"
    checked = _check(path, source="area", as_of=AS_OF)
    (sheet,) = checked.sheets
    assert (sheet.accepted, sheet.rejected) == (0, sheet.read - sheet.skipped)
    assert [f.rule for f in sheet.findings if f.level == "error"] == ["H4"]


# ------------------------------------------------------------------ files that cannot be read


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("空.xlsx", b""),
        ("假.xlsx", b"PK\x03\x04 not a zip at all"),
        ("网页.xls", b"<html><table><tr><td>1</td></tr></table></html>"),
        ("残.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100),
    ],
)
def test_an_unreadable_file_has_findings_and_no_sheets(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    checked = _check(path)
    assert not checked.is_readable
    assert (checked.format, checked.sheets) == (None, ())
    assert [f.level for f in checked.findings] == ["error"]
    assert checked.findings[0].message.startswith(f"{name}：")
    assert len(checked.sha256) == 64


def test_a_file_that_is_not_there_is_told(tmp_path):
    checked = _check(tmp_path / "无.xlsx")
    assert [f.rule for f in checked.findings] == ["F1"]
    assert checked.sha256 is None


def test_faults_of_the_caller_are_raised(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("a,b\n1,2\n")
    with pytest.raises(KeyError):
        _check(path, source="no_such_source")
    with pytest.raises(ContractError):
        _check(path, source="area", layout=read_layout(LAYOUTS / "taiwan_shelters.toml"))


# ------------------------------------------------------------------ workbooks


def _workbook(path: Path, sheets: dict[str, list[list[object]]]) -> Path:
    with xlsxwriter.Workbook(path) as book:
        for name, rows in sheets.items():
            page = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if cell is not None:
                        page.write(number, column, str(cell))
    return path


def test_several_sources_in_one_workbook_are_told_apart(tmp_path):
    above = [["填报单位：崂山区　统计截至日期：2021年3月21日"]]
    path = _workbook(
        tmp_path / "周报.xlsx",
        {
            "封面": [["周报"]],
            "隐患点台账": [*above, *contract_table("hazard_site", good_row("hazard_site"))],
            "Sheet2": [*above, *contract_table("shelter", good_row("shelter"))],
            "草稿": [["随便写写", "1"]],
            "填表说明": [["说明"]],
        },
    )
    checked = _check(path)
    assert [s.source for s in checked.sheets] == [None, "hazard_site", "shelter", None, None]
    assert all(s.is_loadable for s in checked.sheets if s.source)
    assert [(f.rule, f.level, f.sheet) for f in checked.all_findings] == [
        ("V1", "info", None),
        ("H2", "info", "草稿"),
    ]


def test_areas_that_were_not_checked_are_said_once_per_file(tmp_path):
    above = [["填报单位：崂山区　统计截至日期：2021年3月21日"]]
    row = good_row("hazard_site", area_code="370212009009")
    sheets = {n: [*above, *contract_table("hazard_site", row)] for n in ("台账一", "台账二")}
    checked = _check(_workbook(tmp_path / "台账.xlsx", sheets))
    assert [(f.rule, f.level) for f in checked.all_findings] == [("V1", "info")]
    assert "未检查" in checked.findings[0].message


def test_what_reading_noticed_of_a_sheet_stands_with_that_sheet(tmp_path):
    path = tmp_path / "台账.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("隐患点台账")
        for number, row in enumerate(contract_table("hazard_site", good_row("hazard_site"))):
            page.write_row(number, 0, ["" if c is None else str(c) for c in row])
        page.set_row(1, None, None, {"hidden": True})
    checked = _check(path, unit="370212", as_of=AS_OF)
    (sheet,) = checked.sheets
    assert sheet.accepted == 1
    assert [(f.rule, f.sheet) for f in sheet.findings] == [("F11", "隐患点台账")]


def test_a_sheet_that_lost_a_row_cannot_be_made():
    whole = check_table(contract_table("hazard_site", good_row("hazard_site")))
    body = {**vars(whole), "read": 2}
    with pytest.raises(ConservationError, match="对不上"):
        CheckedSheet(**{k: v for k, v in body.items() if k in CheckedSheet.__dataclass_fields__})


# ------------------------------------------------------------------ conservation

MESS = st.sampled_from(
    [
        None, "", " ", "　", "—", "无", "合计", "小计", "注：略", "#REF!", "#N/A", "约300", "2~3",
        "-1", "2021年3月22日", "2021-02-30", "110.3.22", "44277", "销号了", "待整改", "已销号",
        "是", "也许", "370212", "370212001001", "370299", "37021", "崂山区", "120.5", "36.1", "999",
        "1e400", "13800138000", "滑坡", "3702120001", "3702120002", "隐患点编号", "整改状态",
    ]
)  # fmt: skip


@st.composite
def messy_tables(draw) -> list[list[object]]:
    """A header and rows: good and bad ones, doubles, blanks, totals, notes, headers again."""
    source = draw(st.sampled_from(["hazard_site", "census_return", "shelter", "community"]))
    header = contract_table(source)[0]
    good = contract_table(source, good_row(source))[1]
    rows: list[list[object]] = []
    for kind in draw(st.lists(st.sampled_from("gggbbdtneh"), max_size=25)):
        row = list(good)
        if kind == "b":
            places = st.integers(0, len(row) - 1)
            for place, cell in draw(st.lists(st.tuples(places, MESS), min_size=1, max_size=6)):
                row[place] = cell
        elif kind == "d" and rows:
            row = list(draw(st.sampled_from(rows)))
        elif kind == "t":
            row = ["合计", *[None] * (len(row) - 1)]
        elif kind == "n":
            row = ["注：示例", *[None] * (len(row) - 1)]
        elif kind == "e":
            row = [None] * len(row)
        elif kind == "h":
            row = list(header)
        rows.append(row)
    return [["标题"], header, *rows]


@settings(max_examples=60)
@given_cases(messy_tables())
def test_no_row_is_lost_or_counted_twice_whatever_the_mess(table):
    checked = check_table(table)

    filled = [n for n, row in enumerate(table) if any(c not in (None, "") for c in row)]
    assert checked.read == max(0, max(filled) - 1)
    assert checked.read == checked.accepted + checked.rejected + checked.skipped
    assert checked.rows.height == checked.accepted
    assert checked.rows["_unclaimed"].count() == checked.unclaimed
    kept = set(checked.rows["_row"])
    assert len(kept) == checked.accepted
    bad = {f.row for f in checked.findings if f.level == "error" and f.row is not None}
    assert not kept & bad
    assert len(bad) == checked.rejected
    assert checked.rows.select(checked.contract.key).is_unique().all()


@settings(max_examples=40)
@given_cases(st.lists(st.lists(MESS, max_size=8), max_size=12))
def test_any_grid_of_cells_is_checked_without_a_crash(rows):
    checked = check_table(rows)
    assert checked.read == checked.accepted + checked.rejected + checked.skipped

"""Sheets of one file that are one return."""

from __future__ import annotations

from pathlib import Path

from etl.checking.areas import build_register
from etl.checking.check import check_file
from etl.contract import load_contracts
from etl.findings import DETAILED
from etl.loading.merge import merge_sheets
from tests.etl.books import FIRST_ROW, Form, site, write_book


def test_all_rows_are_accounted_for_and_a_double_names_both_places(tmp_path: Path) -> None:
    path = write_book(
        tmp_path / "台账.xlsx",
        Form("hazard_site", [site(1), site(2), site(2)], sheet="台账一"),
        Form("hazard_site", [site(2), site(3)], sheet="台账二"),
        Form("hazard_site", [site(3)], sheet="台账三"),
    )
    checked = check_file(path, contracts=load_contracts(), register=build_register())
    table = merge_sheets(checked.sheets)
    assert (table.read, table.accepted, table.rejected, table.skipped) == (6, 3, 3, 0)
    assert table.rows["site_id"].to_list() == ["3702120001", "3702120002", "3702120003"]
    across = [f for f in table.findings if "台账" in f.message.split("：", 1)[1]]
    assert [(f.sheet, f.row) for f in across] == [("台账二", FIRST_ROW), ("台账三", FIRST_ROW)]
    assert f"“台账一”第 {FIRST_ROW + 1} 行" in across[0].message


def test_a_sheet_sent_twice_is_told_in_bounds(tmp_path: Path) -> None:
    rows = [site(n) for n in range(DETAILED + 5)]
    path = write_book(
        tmp_path / "台账.xlsx",
        Form("hazard_site", rows, sheet="台账一"),
        Form("hazard_site", rows, sheet="台账二"),
    )
    checked = check_file(path, contracts=load_contracts(), register=build_register())
    table = merge_sheets(checked.sheets)
    assert (table.accepted, table.rejected) == (len(rows), len(rows))
    doubles = [f for f in table.findings if f.rule == "U1"]
    assert len(doubles) == DETAILED + 1
    assert "另有 5 行" in doubles[-1].message

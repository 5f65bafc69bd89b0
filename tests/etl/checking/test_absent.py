"""Cells that read as empty though a person sees something there."""

from __future__ import annotations

from dataclasses import replace

import pytest

from etl.checking.check import check_sheet, detect
from etl.checking.checked import CheckedSheet
from etl.contract import load_contracts
from etl.reading.model import Cell
from tests.etl.tables import check_table, contract_table, given, good_row, sheet

FIRST = 2
"""The first row of data."""


def _sites(**first: object) -> list[list[object]]:
    """Three sites; the cells named are filled in the first row only."""
    rows = [good_row("hazard_site", site_id=f"37021200{n}") for n in range(11, 14)]
    rows[0] |= first
    for row in rows[1:]:
        row |= dict.fromkeys(first)
    return contract_table("hazard_site", *rows)


def _number(name: str) -> int:
    return [c.name for c in load_contracts()["hazard_site"].columns].index(name) + 1


def _checked(name: str, value: object, last: int = FIRST + 2) -> CheckedSheet:
    """The sites with the cells of one column merged from the first row to row `last`."""
    number = _number(name)
    return check_table(_sites(**{name: value}), merged=[(FIRST, number, last, number)])


def _told(checked: CheckedSheet, rule: str) -> list[tuple[str | None, str, str]]:
    return [(f.cell, f.level, f.message) for f in checked.findings if f.rule == rule]


def test_a_required_cell_below_a_merged_one_is_told_as_merged_not_as_blank() -> None:
    checked = _checked("hazard_type", "滑坡")
    told = _told(checked, "C1")
    assert [(cell, level) for cell, level, _ in told] == [("C3", "error"), ("C4", "error")]
    assert all("在合并单元格 C2:C4 里" in message for _, _, message in told)
    assert (checked.accepted, checked.rejected) == (1, 2)


def test_an_optional_cell_below_a_merged_one_is_to_be_confirmed() -> None:
    checked = _checked("threatened_persons", 18)
    assert [(cell, level) for cell, level, _ in _told(checked, "C4")] == [
        ("K3", "confirm"),
        ("K4", "confirm"),
    ]
    assert checked.accepted == 3


def test_an_area_below_a_merged_one_waits_to_be_claimed() -> None:
    checked = _checked("area_code", "370212")
    assert [cell for cell, _, message in _told(checked, "V1") if "合并单元格" in message] == [
        "D3",
        "D4",
    ]
    assert checked.unclaimed == 2
    assert checked.rows is not None
    assert checked.rows["_unclaimed"].to_list() == [None, "未填区划代码", "未填区划代码"]


def test_a_row_below_the_merged_cell_is_blank_as_any_other() -> None:
    told = _told(_checked("hazard_type", "滑坡", last=FIRST + 1), "C1")
    assert ["合并单元格" in message for _, _, message in told] == [True, False]


def test_to_merge_blank_cells_does_no_harm() -> None:
    assert _told(_checked("threatened_persons", None), "C4") == []


def test_a_merged_cell_across_two_columns_covers_the_second() -> None:
    start, end = _number("threatened_households"), _number("threatened_persons")
    table = _sites(threatened_persons=None)
    checked = check_table(table, merged=[(FIRST, start, FIRST, end)])
    assert [cell for cell, _, _ in _told(checked, "C4")] == ["K2"]


@pytest.mark.parametrize("name", ["threatened_persons", "found_on", "site_id"])
def test_a_formula_without_its_result_rejects_its_row(name: str) -> None:
    number = _number(name)
    cell: Cell = (FIRST + 1, number)
    table = _sites()
    table[FIRST][number - 1] = None
    made = replace(sheet(table), uncached=(cell, (FIRST + 1, _number("contact_phone"))))
    header = detect(made, load_contracts().values()).header
    assert header is not None
    checked = check_sheet(made, header, given())
    errors = [(f.rule, f.row) for f in checked.findings if f.level == "error"]
    assert errors == [("E1", FIRST + 1)], "said once, and not of a column that is not stored"
    assert (checked.accepted, checked.rejected) == (2, 1)

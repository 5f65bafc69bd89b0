"""Small tables for tests of checking: a list of rows becomes a sheet, and is checked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

import polars as pl

from etl.checking.areas import AreaRegister, build_register
from etl.checking.check import check_sheet, detect, leave_sheet
from etl.checking.checked import CheckedSheet
from etl.checking.head import Given
from etl.contract import Contract, load_contracts
from etl.forms.example import example_row
from etl.layout import Layout, apply_layout
from etl.reading import Sheet

AS_OF = date(2021, 3, 21)
UNIT = "370212"

Cells = Sequence[object]


def frame(rows: Sequence[Cells]) -> pl.DataFrame:
    """Rows of cells as reading gives them: `_row`, then text columns; "" and None are empty."""
    width = max((len(row) for row in rows), default=0) or 1
    columns = {
        f"c{n + 1}": pl.Series(
            [str(r[n]) if n < len(r) and r[n] not in (None, "") else None for r in rows],
            dtype=pl.String,
        )
        for n in range(width)
    }
    return pl.DataFrame(columns).with_row_index("_row", 1)


def sheet(
    rows: Sequence[Cells],
    name: str = "表",
    merged: Iterable[tuple[int, int, int, int]] = (),
) -> Sheet:
    """A visible sheet of these rows."""
    return Sheet(name, "visible", frame(rows), frozenset(), frozenset(), tuple(merged), {})


def register(*areas: tuple[str, str]) -> AreaRegister:
    """The districts, and these streets and communities."""
    if not areas:
        return build_register()
    return build_register(pl.DataFrame(areas, schema=["area_code", "area_name"], orient="row"))


STREETS = (
    ("370200", "青岛市"),
    ("370212001", "中韩街道"),
    ("370212001001", "中韩社区居民委员会"),
    ("370212001002", "西韩社区居民委员会"),
    ("370202001", "香港中路街道"),
    ("370202001001", "云霄路社区"),
)


def given(**changes: object) -> Given:
    """What a sheet is checked with: 崂山区, 2021-03-21, the streets above."""
    body: dict[str, object] = {
        "path": Path("台账.xlsx"),
        "unit": UNIT,
        "as_of": AS_OF,
        "layout": None,
        "epoch": 1900,
        "register": register(*STREETS),
    }
    return Given(**(body | changes))  # type: ignore[arg-type]


def check_table(
    rows: Sequence[Cells],
    source: str | None = None,
    name: str = "表",
    merged: Iterable[tuple[int, int, int, int]] = (),
    layout: Layout | None = None,
    **changes: object,
) -> CheckedSheet:
    """The rows checked as one sheet; `source` None: told by its captions."""
    contracts: Sequence[Contract] = list(load_contracts().values())
    if source or layout:
        contracts = [load_contracts()[source or layout.source]]  # type: ignore[union-attr]
    if layout:
        contracts = [apply_layout(contracts[0], layout)]
    made = sheet(rows, name, merged)
    detection = detect(made, contracts, layout)
    setting = given(layout=layout, **changes)
    if detection.header is None:
        return leave_sheet(made, setting, ())
    return check_sheet(made, detection.header, setting)


def good_row(source: str, **changes: object) -> dict[str, object]:
    """A row of a contract that no rule objects to: its example, but with a key of its own."""
    contract = load_contracts()[source]
    row = dict(example_row(contract)) | OWN.get(source, {}) | changes
    return {column.name: row.get(column.name) for column in contract.columns}


OWN: Mapping[str, Mapping[str, object]] = {
    "area": {"area_code": "370212002", "area_name": "沙子口街道"},
    "budget": {"department": "示例区水务部门"},
    "duty": {"member_name": "示例区水务部门"},
    "meeting": {"meeting_id": "HY370212099"},
    "open_matter": {"matter_id": "SX370212099"},
    "work_list": {"item_id": "QD370212099"},
    "broadcast_terminal": {"terminal_id": "GB3702120099"},
    "census_record": {"object_id": "370212-T062-000099"},
    "census_return": {"task_code": "T002"},
    "census_task": {"task_code": "T002"},
    "community": {"area_code": "370212001002", "community_name": "示例二社区"},
    "district_boundary": {"area_name": "崂山"},
    "hazard_site": {"site_id": "3702120099"},
    "house_renovation": {"renovation_id": "WF3702120099"},
    "plan": {"metric": "census_objects_passed"},
    "project": {"project_id": "GC370212099"},
    "sampling_check": {"check_id": "HC3702120099"},
    "shelter": {"shelter_id": "BN3702120099"},
    "street_boundary": {"area_name": "中韩"},
}
"""What makes the example a row of data: the template's own example is skipped."""


def contract_table(source: str, *rows: Mapping[str, object]) -> list[list[object]]:
    """A header of official titles, and the rows in the contract's order."""
    columns = load_contracts()[source].columns
    table: list[list[object]] = [[c.title for c in columns]]
    table += [[_text(row.get(c.name)) for c in columns] for row in rows]
    return table


def _text(value: object) -> object:
    return {True: "是", False: "否"}[value] if isinstance(value, bool) else value

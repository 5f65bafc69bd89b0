"""A return sent again is held against the one it replaced, cell by cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb

from tests.warehouse.conftest import Place
from tests.warehouse.small import FIRST, LAOSHAN, Deployment, column, contract, write_sql
from warehouse.codes import create_codes
from warehouse.corrections import fill_corrections
from warehouse.raw import read_raw
from warehouse.tables import create_built

SITE = contract(
    "site",
    column("site_id", "code"),
    column("unit_name"),
    column("site_name"),
    column("owner_code", "code", codes="district"),
    column("seen_by", "multi", codes="district"),
    column("is_open", "boolean"),
    column("length_km", "number"),
    column("contact_phone", personal=True),
    key=["site_id"],
)
A = {
    "site_id": "A",
    "unit_name": "某单位",
    "site_name": "示例点",
    "owner_code": "370202",
    "seen_by": ["370202"],
    "is_open": True,
    "length_km": 1.5,
}
ASKED = (
    "select correction_kind, object_id, object_name, column_name, previous_text, current_text "
    "from meta.correction order by load_no, correction_no"
)
Rows = Sequence[Mapping[str, Any]]


def corrections(folder: Path, *returns: Rows, asked: str = ASKED) -> list[tuple[Any, ...]]:
    """What is listed when Laoshan sends these rows for one week, one return after another."""
    deployment = Deployment(folder / "data", [SITE])
    for rows in returns:
        deployment.load("site", LAOSHAN, FIRST, list(rows))
    connection = duckdb.connect(":memory:")
    create_codes(connection, write_sql(folder))
    connection.execute("create schema meta")
    create_built(connection, "meta.correction")
    assert fill_corrections(connection, read_raw(deployment.paths)) == []
    return connection.execute(asked).fetchall()


def test_a_cell_is_listed_with_what_it_was_and_is(tmp_path: Path) -> None:
    after = A | {"unit_name": None, "length_km": 2.0}
    assert corrections(tmp_path, [A], [after]) == [
        ("cell", "A", "示例点", "unit_name", "某单位", None),
        ("cell", "A", "示例点", "length_km", "1.5", "2.0"),
    ]


def test_codes_are_titles_and_yes_is_said_in_words(tmp_path: Path) -> None:
    after = A | {"owner_code": "370212", "seen_by": ["370202", "370212"], "is_open": False}
    assert [row[3:] for row in corrections(tmp_path, [A], [after])] == [
        ("owner_code", "市南区", "崂山区"),
        ("seen_by", "市南区", "市南区、崂山区"),
        ("is_open", "是", "否"),
    ]


def test_rows_that_came_and_went_are_listed_once_each(tmp_path: Path) -> None:
    assert corrections(tmp_path, [A], [A | {"site_id": "B"}]) == [
        ("removed", "A", "示例点", None, None, None),
        ("added", "B", "示例点", None, None, None),
    ]


def test_a_row_that_only_stands_elsewhere_is_no_correction(tmp_path: Path) -> None:
    assert corrections(tmp_path, [A], [A | {"_row": 99}]) == []


def test_rows_of_one_key_meet_in_their_order(tmp_path: Path) -> None:
    blank = A | {"site_id": None}
    second = blank | {"length_km": 5.0}
    found = corrections(tmp_path, [blank, second], [blank, second | {"length_km": 6.0}])
    assert found == [("cell", "", "示例点", "length_km", "5.0", "6.0")]


def test_every_correction_is_listed_with_the_load_that_made_it(tmp_path: Path) -> None:
    returns = [[A | {"length_km": km}] for km in (1.0, 2.0, 3.0)]
    asked = "select load_no, previous_text, current_text from meta.correction order by load_no"
    assert corrections(tmp_path, *returns, asked=asked) == [(2, "1.0", "2.0"), (3, "2.0", "3.0")]


def test_a_replaced_file_that_is_gone_stops_no_build_and_is_named(place: Place) -> None:
    row = {"area_code": LAOSHAN, "done": 4, "planned": 8, "spent_yuan": 1000.0}
    first = place.deployment.lines()[0]
    place.deployment.load("tally", LAOSHAN, FIRST, [row])
    lost = place.paths.root / first["data"]
    lost.unlink()
    built = place.build()
    assert [note for note in built.notes if str(lost) in note and "不见了" in note]
    assert place.open().rows(ASKED) == [("unknown", None, None, None, None, None)]

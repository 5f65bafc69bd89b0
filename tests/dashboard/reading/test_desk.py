"""What the editor knows of a version, and the team's queries."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pytest

from dashboard import read
from dashboard.reading import desk
from warehouse.sandbox.origins import Origin
from warehouse.sandbox.query import Answer


def test_the_team_s_queries_are_ten_with_titles_of_their_own() -> None:
    found = desk.saved()
    assert len(found) >= 10
    assert len({one.title for one in found}) == len(found)
    assert all(one.description.endswith("。") for one in found)


def test_a_saved_query_begins_with_its_text_and_not_with_its_header() -> None:
    for one in desk.saved():
        assert one.sql.startswith(("select", "with")), one.name
        assert "title =" not in one.sql


def test_the_whole_warehouse_is_offered_all_of_them(
    demo_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PUCHA_DATA", str(demo_home))
    assert desk.saved_for(read.current().version) == desk.saved()


def answered(*columns: tuple[str, Sequence[Origin]]) -> Answer:
    """An answer with these columns, each said to be what table's own."""
    table = pa.table([[1]] * len(columns), names=[name for name, _ in columns])
    origins = [own for _, own in columns]
    return Answer(table, 1, None, 0.1, 0.0, "v1", {}, origins)


def test_a_column_is_titled_as_the_table_calls_it_whose_own_it_is(
    demo_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PUCHA_DATA", str(demo_home))
    answer = answered(
        ("value", [("metrics.value", "value")]),
        ("value", [("marts.finding_status", "value")]),
        ("VALUE", [("finding_status", "value")]),
        ("due_on", [("OVERDUE_SITE", "due_on")]),
        ("area_code", [("area", "area_code"), ("metrics.value", "area_code")]),
        ("area_code", [("area", "area_code"), ("nowhere", "area_code")]),
        ("value", []),
        ("code", [("area", "area_code")]),
    )
    found = desk.named(read.current().version, answer)
    assert [one.title if one else None for one in found] == [
        *("值", "原值", "原值", "整改时限", "行政区划代码"),
        *(None, None, None),
    ]


def test_an_answer_of_no_known_columns_has_names_alone(
    demo_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PUCHA_DATA", str(demo_home))
    answer = Answer(pa.table({"area_code": ["1"]}), 1, None, 0.1, 0.0, "v1", {})
    assert desk.named(read.current().version, answer) == [None]

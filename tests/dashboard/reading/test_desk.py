"""What the editor knows of a version, and the team's queries."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard import read
from dashboard.reading import desk


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


def test_a_column_is_titled_as_the_table_that_the_text_names_calls_it(
    demo_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PUCHA_DATA", str(demo_home))
    version = read.current().version
    assert desk.named(version, "select value from metrics.value")["value"].title == "值"
    assert desk.named(version, "select value from marts.finding_status")["value"].title == "原值"
    assert desk.named(version, "select value from finding_status")["value"].title == "原值"
    assert desk.named(version, "FROM OVERDUE_SITE")["due_on"].title == "整改时限"
    assert desk.named(version, "select 1")["area_code"].title == "行政区划代码"

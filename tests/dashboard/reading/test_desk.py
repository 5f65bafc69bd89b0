"""What the editor knows of a version, and the team's queries."""

from __future__ import annotations

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

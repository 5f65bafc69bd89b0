"""What a person asked last: own, each text once, the newest first."""

from __future__ import annotations

import hashlib
from typing import Any

from dashboard.desk import history
from dashboard.desk.history import last


def line(sql: str, who: str = "甲", **more: Any) -> dict[str, Any]:
    """A line of the record."""
    facts = {
        "at": "2021-03-21T00:00:00.000+00:00",
        "who": who,
        "sql": sql,
        "sha256": hashlib.sha256(sql.encode()).hexdigest(),
        "outcome": "fine",
        "seconds": 0.5,
        "rows": 2,
        "is_explained": False,
    }
    return facts | more


def test_a_person_sees_the_own_texts_each_once_the_newest_first() -> None:
    record = [
        line("select 2", rows=7),
        line("select 1", who="乙"),
        line("select 2"),
        line("select 3"),
    ]
    found = last("甲", record)
    assert [(one.sql, one.rows) for one in found] == [("select 2", 7), ("select 3", 2)]


def test_a_plan_is_no_query_of_its_own() -> None:
    assert last("甲", [line("select 1", is_explained=True)]) == []


def test_lines_of_before_there_were_plans_are_read() -> None:
    old = line("select 1")
    del old["is_explained"]
    assert [one.sql for one in last("甲", [old])] == ["select 1"]


def test_a_text_of_which_the_record_has_only_the_beginning_says_so() -> None:
    whole, cut = line("select 1"), line("select 2") | {"sql": "select"}
    assert [one.is_whole for one in last("甲", [whole, cut])] == [True, False]


def test_there_are_at_most_so_many_and_the_rest_is_not_read() -> None:
    def record() -> Any:
        for number in range(history.MOST):
            yield line(f"select {number}")
        raise AssertionError("read on")

    assert len(last("甲", record())) == history.MOST


def test_it_is_not_gone_through_without_end(monkeypatch: Any) -> None:
    monkeypatch.setattr(history, "LINES", 2)
    assert last("甲", [line("a", who="乙"), line("b", who="乙"), line("c")]) == []

"""States of findings, held against a plain walk through the history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etl.loading.ledger import append_events, append_loads
from etl.loading.states import COLUMNS, finding_states, write_findings
from tests.etl.loading.test_ledger import LOAD
from warehouse.paths import DataPaths, data_paths

Found = tuple[int, str, str]
"""(row, rule, level) of a finding."""


def manifest(found: Sequence[Found], sheets: int = 1, **facts: object) -> dict[str, Any]:
    """A manifest with these findings; the value is the row's, so that no two are alike."""
    return {
        "load": {"path": "a.xlsx", "answers": None, **facts},
        "sheets": [{}] * sheets,
        "findings": [
            {"sheet": "表", "cell": f"A{row}", "value": f"v{row}", "rule": rule, "level": level,
             "message": "…", "remedy": "…", "row": row, "column": "c"}
            for row, rule, level in found
        ],
    }  # fmt: skip


def history(paths: DataPaths, loads: Sequence[Sequence[Found]]) -> dict[int, Mapping[str, Any]]:
    """One return after another of the same key."""
    append_loads(
        paths, [replace(LOAD, load_no=n, loaded_at=f"t{n}") for n in range(1, len(loads) + 1)]
    )
    return {n: manifest(found) for n, found in enumerate(loads, start=1)}


def state_of(states: pl.DataFrame, load_no: int, row: int) -> tuple[str, str | None, str]:
    one = states.filter(pl.col("load_no") == load_no, pl.col("row") == row)
    return one.select("state", "note", "changed_at").row(0)  # type: ignore[return-value]


def test_a_finding_is_found_sent_back_and_corrected(tmp_path: Path) -> None:
    paths = data_paths(tmp_path)
    manifests = history(paths, [[(5, "V3", "error"), (6, "L3", "confirm")], [(6, "L3", "confirm")]])
    states = finding_states(paths, manifests)
    assert state_of(states, 1, 5) == ("已修正", None, "t2")
    assert state_of(states, 2, 6) == ("待退回", None, "t2")
    append_events(paths, [{"at": "e1", "event": "returned", "load_no": 2, "workbook": "w"}])
    states = finding_states(paths, manifests)
    assert state_of(states, 1, 6) == ("已退回", None, "e1"), "the old load's finding lives on"
    note = {"at": "e2", "event": "answered", "load_no": 2, "sheet": "表", "cell": None,
            "rule": None, "row": 6, "note": "属实"}  # fmt: skip
    append_events(paths, [note])
    states = finding_states(paths, manifests)
    assert state_of(states, 2, 6) == ("确认保留并说明", "属实", "e2")
    assert state_of(states, 1, 6) == ("确认保留并说明", "属实", "e2")


def test_an_error_cannot_be_explained_away(tmp_path: Path) -> None:
    paths = data_paths(tmp_path)
    manifests = history(paths, [[(5, "V3", "error")]])
    append_events(paths, [
        {"at": "e", "event": "answered", "load_no": 1, "sheet": "表", "cell": "A5", "rule": "V3",
         "row": None, "note": "就是这样"},
    ])  # fmt: skip
    assert state_of(finding_states(paths, manifests), 1, 5)[:2] == ("待退回", "就是这样")


def test_a_note_in_the_list_speaks_of_its_rule_only(tmp_path: Path) -> None:
    paths = data_paths(tmp_path)
    manifests = history(paths, [[(5, "L3", "confirm"), (5, "C3", "confirm")]])
    append_events(paths, [
        {"at": "e", "event": "answered", "load_no": 1, "sheet": "表", "cell": "A5", "rule": "C3",
         "row": None, "note": "无督办令"},
    ])  # fmt: skip
    states = finding_states(paths, manifests)
    assert dict(states.select("rule", "state").iter_rows()) == {
        "L3": "待退回", "C3": "确认保留并说明",
    }  # fmt: skip


def test_a_finding_follows_its_value_when_rows_move(tmp_path: Path) -> None:
    paths = data_paths(tmp_path)
    append_loads(paths, [LOAD, replace(LOAD, load_no=2)])
    one, two = manifest([(5, "V3", "error")]), manifest([(9, "V3", "error")])
    two["findings"][0]["value"] = one["findings"][0]["value"]
    states = finding_states(paths, {1: one, 2: two})
    assert states["state"].to_list() == ["待退回", "待退回"]


def test_what_is_only_said_wants_nothing(tmp_path: Path) -> None:
    paths = data_paths(tmp_path)
    states = finding_states(paths, history(paths, [[(5, "N1", "info")]]))
    assert states["state"].to_list() == [None]


def test_sheets_of_one_return_are_kept_apart(tmp_path: Path) -> None:
    paths = data_paths(tmp_path)
    append_loads(paths, [LOAD, replace(LOAD, load_no=2)])
    one = manifest([(5, "V3", "error")], sheets=2)
    two = manifest([(5, "V3", "error")], sheets=2)
    two["findings"][0]["sheet"] = "另一张表"
    two["findings"][0]["value"] = "x"
    states = finding_states(paths, {1: one, 2: two})
    assert states["state"].to_list() == ["已修正", "待退回"]


def test_no_findings_are_an_empty_table_with_all_columns(tmp_path: Path) -> None:
    paths = data_paths(tmp_path)
    states = finding_states(paths)
    assert (states.height, tuple(states.columns)) == (0, COLUMNS)
    path = write_findings(paths, states)
    assert pl.read_parquet(path).schema == states.schema


FINDINGS = st.lists(
    st.tuples(st.integers(1, 4), st.sampled_from(["L3", "C3"]), st.just("confirm")),
    max_size=5, unique=True,
)  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(loads=st.lists(FINDINGS, min_size=1, max_size=5), data=st.data())
def test_states_are_those_of_a_walk_through_the_history(
    tmp_path_factory: Any, loads: list[list[Found]], data: st.DataObject
) -> None:
    """The oracle walks each finding forward, load by load, with nothing but loops."""
    paths = data_paths(tmp_path_factory.mktemp("states"))
    manifests = history(paths, loads)
    sent = data.draw(st.sets(st.integers(1, len(loads))))
    noted = data.draw(st.sets(st.tuples(st.integers(1, len(loads)), st.integers(1, 4))))
    append_events(paths, [{"at": "s", "event": "returned", "load_no": n} for n in sorted(sent)])
    append_events(paths, [
        {"at": "n", "event": "answered", "load_no": n, "sheet": "表", "cell": None, "rule": None,
         "row": row, "note": "属实"}
        for n, row in sorted(noted)
    ])  # fmt: skip
    states = finding_states(paths, manifests)
    expected = []
    for number, found in enumerate(loads, start=1):
        for one in found:
            last = number
            while last < len(loads) and one in loads[last]:
                last += 1
            if last < len(loads):
                expected.append("已修正")
            elif (last, one[0]) in noted:
                expected.append("确认保留并说明")
            else:
                expected.append("已退回" if last in sent else "待退回")
    assert states["state"].to_list() == expected

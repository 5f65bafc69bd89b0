"""T1 and T2: a return held against the ones before."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl
import pytest

from etl.contract import load_contracts
from etl.findings import DETAILED, Finding
from etl.loading.trend import LEAP, STEPS_NEEDED, Snapshot, trend_findings, watched_columns
from tests.etl.books import AS_OF, WEEK

PROJECT = load_contracts()["project"]
CENSUS = load_contracts()["census_return"]
PLACES = {"表": {"collected_objects": 6, "paid_investment_yuan": 3}}


def census(week: int, done: Sequence[int | None], required: int = 400) -> Snapshot:
    """A return with one task per entry of `done`; every watched column but the first is empty."""
    others = [
        c for c in watched_columns(CENSUS) if c not in ("collected_objects", "required_objects")
    ]
    frame = pl.DataFrame(
        {
            "area_code": ["370212"] * len(done),
            "task_code": [f"T{n}" for n in range(len(done))],
            "collected_objects": pl.Series(done, dtype=pl.Int64),
            "required_objects": [required] * len(done),
            "_sheet": ["表"] * len(done),
            "_row": range(5, 5 + len(done)),
        }
    ).with_columns(pl.lit(None, pl.Int64).alias(name) for name in others)
    return Snapshot(str(AS_OF + week * WEEK), frame)


def told(snapshots: Sequence[Snapshot]) -> list[Finding]:
    return trend_findings(CENSUS, "a.xlsx", snapshots[-1], snapshots[:-1], PLACES)


def test_a_first_return_has_nothing_to_be_compared_with() -> None:
    assert told([census(0, [5])]) == []


def test_a_count_that_falls_is_named_with_its_cell() -> None:
    (found,) = told([census(0, [10, 20]), census(1, [12, 19])])
    assert (found.rule, found.level, found.cell, found.value) == ("T1", "confirm", "F6", "19")
    assert (found.row, found.column) == (6, "collected_objects")
    assert "20 → 19" in found.message
    assert "2021-03-21" in found.message


def test_a_count_that_stays_or_is_missing_says_nothing() -> None:
    assert told([census(0, [10, None, 5]), census(1, [10, 3, None])]) == []


def test_a_leap_beyond_three_median_steps_is_told_when_there_is_a_history() -> None:
    steady = [census(week, [10 * week]) for week in range(STEPS_NEEDED + 1)]
    last = 10 * STEPS_NEEDED
    ok = census(STEPS_NEEDED + 1, [last + LEAP * 10])
    assert told([*steady, ok]) == []
    (found,) = told([*steady, census(STEPS_NEEDED + 1, [last + LEAP * 10 + 1])])
    assert found.rule == "T1"
    assert "中位数（10）的 3 倍" in found.message
    assert told([*steady[1:], census(STEPS_NEEDED + 1, [900])]) == []


def test_weeks_without_progress_do_not_make_the_next_step_a_leap() -> None:
    counts = [0, 10, 20, 30, 30, 30, 30, 46]
    assert told([census(week, [n]) for week, n in enumerate(counts)]) == []


def test_a_denominator_that_moves_is_told() -> None:
    (found,) = told([census(0, [1]), census(1, [1], required=500)])
    assert (found.rule, found.column) == ("T2", "required_objects")
    assert "400 → 500" in found.message


def test_rows_that_come_or_go_move_the_denominator_too() -> None:
    (came,) = told([census(0, [1]), census(1, [1, 2])])
    assert (came.rule, came.cell) == ("T2", None)
    assert "多出 1 行（370212／T1）" in came.message
    (went,) = told([census(0, [1, 2]), census(1, [1])])
    assert "减少 1 行（370212／T1）" in went.message


def test_money_is_printed_in_the_unit_of_the_form() -> None:
    watched = dict.fromkeys(watched_columns(PROJECT), 5_000_000.0)
    frame = pl.DataFrame({"project_id": ["G1"], **{k: [v] for k, v in watched.items()},
                          "_sheet": ["表"], "_row": [5]})  # fmt: skip
    less = frame.with_columns(pl.col("paid_investment_yuan") - 1_234_500)
    now, before = Snapshot("2021-04-18", less), Snapshot("2021-03-21", frame)
    found = trend_findings(PROJECT, "a", now, [before], PLACES)
    assert [(f.value, f.cell) for f in found] == [("376.55", "C5")]
    assert "500 → 376.55" in found[0].message


def test_a_flood_of_changes_is_counted_instead_of_listed() -> None:
    rows = DETAILED + 7
    found = told([census(0, [9] * rows), census(1, [8] * rows)])
    assert len(found) == DETAILED + 1
    assert "另有 7 行" in found[-1].message


@pytest.mark.parametrize("source", ["hazard_site", "area", "plan"])
def test_most_sources_are_not_compared(source: str) -> None:
    assert watched_columns(load_contracts()[source]) == ()

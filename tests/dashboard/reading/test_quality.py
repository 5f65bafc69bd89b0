"""What the quality page reads, over the demonstration and the mistakes planted in it."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from dashboard import read
from dashboard.reading import quality

MISSED = date(2021, 2, 21)  # 胶州 sends nothing this week and the one before
LICANG, JIAOZHOU = "370213", "370281"


@pytest.fixture
def version(demo_home: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("PUCHA_DATA", str(demo_home))
    return read.current().version


def test_twelve_weeks_up_to_the_one_looked_at(version: str) -> None:
    rows = quality.returns(version, MISSED)
    assert {one.as_of for one in rows} == {MISSED - timedelta(weeks=k) for k in range(12)}
    missing = [one for one in rows if one.as_of == MISSED and not one.is_reported]
    assert {(one.unit, one.source) for one in missing} == {
        (JIAOZHOU, "census_return"),
        (JIAOZHOU, "hazard_site"),
    }


def test_a_problem_that_comes_every_week_is_one_and_stands_in_the_newest_return(
    version: str,
) -> None:
    [one] = [
        p
        for p in quality.problems(version, MISSED)
        if (p.unit, p.source, p.rule) == (LICANG, "hazard_site", "V1")
    ]
    assert (one.as_of, one.since) == (MISSED, date(2020, 12, 20))
    assert (one.times, one.is_in_use, one.is_open) == (10, True, True)


def test_no_problem_of_a_later_return_is_known_yet(version: str) -> None:
    days = [p.as_of for p in quality.problems(version, MISSED) if p.as_of]
    assert max(days) <= MISSED


def test_a_problem_is_in_use_only_while_its_return_is(version: str) -> None:
    wrong = [p for p in quality.problems(version, date(2021, 1, 10)) if p.rule == "T3"]
    later = [p for p in quality.problems(version, date(2021, 1, 17)) if p.rule == "T3"]
    assert [p.is_in_use for p in wrong] == [True]
    assert [p.is_in_use for p in later] == [False]


def test_the_files_a_unit_stands_on_account_for_every_row(version: str) -> None:
    rows = quality.used_files(version, JIAOZHOU, MISSED)
    due = [row["title"] for row in rows if row["is_expected"]]
    assert due == [one.title for one in quality.cadences(version)]
    for row in rows:
        assert row["read"] == row["accepted"] + row["rejected"] + row["skipped"], row


def test_every_check_is_there_and_those_that_found_something_come_first(version: str) -> None:
    every = quality.checks(version)
    found = [bool(one.rows) for one in every]
    assert found == sorted(found, reverse=True)
    assert found[0]
    assert all(len(row) == len(one.heads) for one in every for row in one.sample)


def test_a_source_feeds_what_is_computed_from_it_and_nothing_else(version: str) -> None:
    feeds = {one.source: one for one in quality.feeds(version)}
    metrics = dict(feeds["broadcast_terminal"].metrics)
    assert "broadcast_installed_communities" in metrics
    assert "census_collection_rate" not in metrics
    assert feeds["broadcast_terminal"].is_due
    assert not feeds["area"].is_due

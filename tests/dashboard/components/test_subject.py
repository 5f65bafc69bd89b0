"""Where a late matter leads to."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard import read
from dashboard.components import subject
from dashboard.menu import PAGES
from warehouse.paths import data_paths
from warehouse.read import open_current


def test_every_metric_with_a_plan_leads_to_a_page_and_only_the_census_s_own_to_the_census(
    demo_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PUCHA_DATA", str(demo_home))
    version = open_current(data_paths()).version
    planned = {
        metric
        for week in read.weeks(version)
        for (metric,) in read.delays(version, week).select("metric").unique().iter_rows()
    }
    there = {page.address for page in PAGES}
    assert {subject.page_of(metric) for metric in planned} <= there
    by_default = {metric for metric in planned if subject.page_of(metric) == subject.CENSUS}
    assert all(metric.startswith("census_") for metric in by_default)
    assert len(planned - by_default) >= len(subject.PAGES) - 2

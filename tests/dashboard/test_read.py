"""Reads are cached by version and never mixed."""

from __future__ import annotations

import gc
import weakref
from pathlib import Path

import pytest

from dashboard import read
from tests.dashboard import small
from warehouse import metric


def test_a_new_version_is_seen_by_the_next_run_and_the_old_one_still_answers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PUCHA_DATA", str(tmp_path))
    small.publish(tmp_path, weeks=5)
    old = read.current().version
    assert len(read.weeks(old)) == 5
    small.publish(tmp_path, weeks=6)
    new = read.current().version
    assert len(read.weeks(new)) == 6
    assert len(read.weeks(old)) == 5


def test_a_version_that_is_no_longer_kept_is_asked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PUCHA_DATA", str(tmp_path))
    small.publish(tmp_path, weeks=5)
    old = read.current().version
    for weeks in range(6, 7 + read.KEPT_VERSIONS):
        small.publish(tmp_path, weeks=weeks)
        read.current()
    assert len(read.weeks(old)) == 5


def test_what_a_version_answered_goes_with_the_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PUCHA_DATA", str(tmp_path))
    small.publish(tmp_path, weeks=5)
    answered = weakref.ref(read.areas(read.current().version))
    for weeks in range(6, 6 + read.KEPT_VERSIONS):
        assert answered() is not None
        small.publish(tmp_path, weeks=weeks)
        read.current()
    gc.collect()
    assert answered() is None


def test_a_process_that_was_told_one_version_stays_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PUCHA_DATA", str(tmp_path))
    old = small.publish(tmp_path, weeks=5)
    small.publish(tmp_path, weeks=6)
    monkeypatch.setenv("PUCHA_VERSION", old)
    assert read.current().version == old
    assert len(read.weeks(old)) == 5
    monkeypatch.setenv("PUCHA_VERSION", "20200101T000000000000Z-000000000000")
    with pytest.raises(read.UnknownName, match="没有版本 20200101T000000000000Z-000000000000"):
        read.current()


def test_an_answer_is_given_from_memory_the_second_time(use_small: Path) -> None:
    version = read.current().version
    first = read.series(version, "census_task_completion_rate", small.CITY, small.LAST)
    assert read.series(version, "census_task_completion_rate", small.CITY, small.LAST) is first


def test_nothing_published_is_said(data_home: Path) -> None:
    with pytest.raises(read.NoWarehouse):
        read.current()


def test_an_area_without_rows_has_no_value(use_small: Path) -> None:
    version = read.current().version
    assert read.value(version, "communities_with_shelters", small.LAIXI, small.LAST) is None


def test_a_value_is_the_warehouse_s_whichever_way_it_was_fetched(use_small: Path) -> None:
    warehouse = read.current()
    for area in (small.CITY, small.LAOSHAN, small.ZHONGHAN, "370212001001", "999999"):
        for name in ("supplies_coverage_rate", "census_tasks_completed"):
            asked = (name, area, small.LAST)
            assert read.value(warehouse.version, *asked) == metric.value(warehouse, *asked)


def test_a_plan_is_known_by_metric_area_and_week(use_small: Path) -> None:
    version = read.current().version
    plan = read.plan(version, "census_tasks_completed", small.LAOSHAN)
    [expected] = plan.filter(plan["as_of"] == small.MISSED)["planned"]
    assert read.planned(version, "census_tasks_completed", small.LAOSHAN, small.MISSED) == expected
    assert read.planned(version, "census_tasks_completed", small.LAIXI, small.MISSED) is None

"""A new version may not cover less than the one in force, unless somebody says why."""

from __future__ import annotations

import json

import pytest

from tests.warehouse.conftest import Place
from tests.warehouse.small import FIRST, LAOSHAN, SECOND, SHINAN
from warehouse.build import Options
from warehouse.errors import AuditError

ROW = {"area_code": LAOSHAN, "done": 3, "planned": 8, "spent_yuan": 0.1}


def drop(place: Place, unit: str) -> None:
    """As if the unit had never sent anything."""
    lines = [line for line in place.deployment.lines() if line["unit_code"] != unit]
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    place.paths.ledger.write_text(text, "utf-8")


def test_a_unit_that_vanished_is_named_and_nothing_is_published(built: Place) -> None:
    before = built.open().version
    drop(built, SHINAN)
    with pytest.raises(AuditError) as caught:
        built.build()
    message = str(caught.value)
    assert f"截至 {SECOND} 的报送比上一版本 {before} 少" in message
    assert "tally" in message
    assert SHINAN in message
    assert built.open().version == before


def test_fewer_rows_from_the_same_units_are_refused(built: Place) -> None:
    built.deployment.load("tally", LAOSHAN, SECOND, [])
    with pytest.raises(AuditError, match="覆盖率"):
        built.build()


def test_a_reason_lets_it_pass_and_is_kept(built: Place) -> None:
    drop(built, SHINAN)
    done = built.build(Options(shrink_reason="市南区数据作废"))
    assert "覆盖率下降或日期异常已按所给理由放行：市南区数据作废" in done.notes[0]
    rows = built.open().rows("select shrink_reason from meta.version")
    assert rows == [("市南区数据作废",)]


def test_a_reason_that_was_not_needed_is_not_kept(built: Place) -> None:
    built.build(Options(shrink_reason="以防万一"))
    assert built.open().rows("select shrink_reason from meta.version") == [(None,)]


def test_one_unit_ahead_of_the_others_is_no_loss(built: Place) -> None:
    later = SECOND.replace(day=28)
    built.deployment.load("tally", LAOSHAN, later, [ROW])
    built.build()
    assert built.open().data_as_of == later


def test_a_later_return_may_have_fewer_rows(built: Place) -> None:
    built.deployment.load("tally", LAOSHAN, SECOND.replace(day=28), [])
    built.build()


def test_a_week_that_vanished_whole_is_a_loss(built: Place) -> None:
    lines = [line for line in built.deployment.lines() if line["as_of"] != str(SECOND)]
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    built.paths.ledger.write_text(text, "utf-8")
    with pytest.raises(AuditError, match="最新一期") as caught:
        built.build()
    assert str(SECOND) in str(caught.value)


def test_a_late_return_for_an_old_week_is_no_loss(built: Place) -> None:
    built.deployment.load("tally", SHINAN, FIRST.replace(day=7), [ROW])
    built.build()


def test_a_last_version_that_cannot_be_opened_is_told_and_does_not_block(built: Place) -> None:
    file = built.open().path
    file.chmod(0o644)
    file.write_bytes(b"")
    done = built.build()
    assert "上一版本打不开，覆盖率没有与它核对" in done.notes[0]
    assert built.open().version == (done.release.version if done.release else None)

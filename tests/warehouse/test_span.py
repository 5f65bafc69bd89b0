"""Loads dated in the future, or far from all others, are refused unless somebody says why."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.warehouse.conftest import Place
from tests.warehouse.small import FIRST, LAOSHAN, SECOND, column, contract
from warehouse.build import Options
from warehouse.errors import AuditError
from warehouse.span import LOCAL, MOST_WEEKS

ROW = {"area_code": LAOSHAN, "done": 3, "planned": 8, "spent_yuan": 0.1}
REASON = Options(shrink_reason="补报旧账")


def load(place: Place, as_of: dt.date) -> None:
    place.deployment.load("tally", LAOSHAN, as_of, [ROW])


def test_a_date_to_come_is_refused_with_the_load_that_has_it(place: Place) -> None:
    today = dt.datetime.now(LOCAL).date()
    tomorrow = today + dt.timedelta(days=2)  # the day may change meanwhile
    load(place, tomorrow)
    with pytest.raises(AuditError, match="晚于建库当天") as caught:
        place.build()
    for part in (f"{LAOSHAN}.xlsx", LAOSHAN, str(tomorrow), "--allow-shrink"):
        assert part in str(caught.value)
    assert not place.paths.pointer.exists()


@pytest.mark.parametrize("sign", [-1, 1])
def test_a_long_gap_before_or_after_is_refused_with_the_loads_around_it(
    place: Place, sign: int
) -> None:
    end = SECOND if sign > 0 else FIRST
    far = end + sign * dt.timedelta(weeks=MOST_WEEKS, days=1)
    load(place, far)
    with pytest.raises(AuditError, match="没有任何报送") as caught:
        place.build()
    assert str(far) in str(caught.value)
    assert f"{LAOSHAN}.xlsx" in str(caught.value)


def test_a_gap_of_just_so_many_weeks_passes(place: Place) -> None:
    load(place, SECOND + dt.timedelta(weeks=MOST_WEEKS))
    place.build()


def test_a_reason_lets_a_gap_pass_once_and_for_all(place: Place) -> None:
    load(place, FIRST - dt.timedelta(weeks=2 * MOST_WEEKS))
    done = place.build(REASON)
    assert "补报旧账" in done.notes[0]
    assert place.open().rows("select shrink_reason from meta.version") == [("补报旧账",)]
    place.build()
    load(place, FIRST - dt.timedelta(weeks=4 * MOST_WEEKS))
    with pytest.raises(AuditError, match="没有任何报送"):
        place.build()


def test_a_border_of_a_later_year_is_neither_a_gap_nor_a_week_of_data(place: Place) -> None:
    place.deployment.declare(contract("border", column("area_code", "area"), cadence="once"))
    place.deployment.load("border", LAOSHAN, SECOND.replace(year=2025), [{"area_code": LAOSHAN}])
    place.build()
    assert place.open().data_as_of == SECOND

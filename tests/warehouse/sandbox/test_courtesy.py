"""Who has had much gives way."""

from __future__ import annotations

import pytest

from warehouse.sandbox.courtesy import Courtesy
from warehouse.sandbox.limits import Limits


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def courtesy(clock: Clock) -> Courtesy:
    return Courtesy(Limits(polite_seconds=1.0, forgiving_seconds=60.0), clock)


def test_a_newcomer_has_all_of_it(courtesy: Courtesy) -> None:
    assert courtesy.left("甲") == 1.0


def test_many_short_queries_add_up(courtesy: Courtesy) -> None:
    for _ in range(4):
        courtesy.used("甲", 0.2)
    assert courtesy.left("甲") == pytest.approx(0.2)
    courtesy.used("甲", 30.0)
    assert courtesy.left("甲") == 0.0
    assert courtesy.left("乙") == 1.0


def test_half_is_forgotten_after_a_while(courtesy: Courtesy, clock: Clock) -> None:
    courtesy.used("甲", 1.0)
    clock.now += 60.0
    assert courtesy.left("甲") == pytest.approx(0.5)


def test_who_is_forgotten_takes_no_room(courtesy: Courtesy, clock: Clock) -> None:
    courtesy.used("甲", 1.0)
    clock.now += 3600.0
    courtesy.used("乙", 1.0)
    assert list(courtesy._used) == ["乙"]

"""How often a page is tried, and what a stop is called."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import pytest

from dashboard.export import screens
from dashboard.export.budget import TRIES
from dashboard.export.capture import Camera
from dashboard.export.errors import Faulty
from dashboard.export.screens import Stop
from dashboard.menu import PAGES
from dashboard.view import View
from tests.dashboard import small


class Shaky:
    """A camera that fails so many times."""

    def __init__(self, failures: int) -> None:
        self.failures, self.opened = failures, list[View]()

    def open(self, view: View, place: str) -> None:
        self.opened.append(view)
        if len(self.opened) <= self.failures:
            raise Faulty(place, "没有等到")


def stop(view: View) -> Stop:
    return Stop(PAGES[0], view, 2, 12)


def test_a_page_that_failed_once_is_tried_again_in_the_same_version(
    view_of: Callable[..., View],
) -> None:
    shaky = Shaky(TRIES - 1)
    screens._open(cast("Camera", shaky), stop(view_of()))
    assert len(shaky.opened) == TRIES
    assert len({view.version for view in shaky.opened}) == 1


def test_one_that_fails_every_time_is_told(view_of: Callable[..., View]) -> None:
    shaky = Shaky(TRIES)
    with pytest.raises(Faulty, match="总览（崂山区）：没有等到"):
        screens._open(cast("Camera", shaky), stop(view_of(small.LAOSHAN)))
    assert len(shaky.opened) == TRIES


def test_a_stop_is_called_by_page_and_area(view_of: Callable[..., View]) -> None:
    one = stop(view_of(small.LAOSHAN))
    assert (one.place, one.name, one.counted) == (
        *("总览（崂山区）", "overview-370212"),
        "第2页，共12页",
    )

"""The patience of a job."""

from __future__ import annotations

import time

import pytest

from dashboard.export.budget import PER_PAGE, PRINTING, STARTING, Budget
from dashboard.export.errors import TimedOut


def test_it_grows_with_the_pages_and_is_never_more_than_asked_for() -> None:
    budget = Budget.of(12)
    assert budget.seconds == STARTING + 12 * PER_PAGE + PRINTING
    assert budget.left("打开", at_most=1.0) == 1.0


def test_when_it_is_used_up_what_was_being_done_is_told() -> None:
    used_up = Budget(5.0, started=time.monotonic() - 6)
    with pytest.raises(TimedOut, match=r"^打开总览：已用 6 秒，超过整个导出的时限 5 秒"):
        used_up.left("打开总览")

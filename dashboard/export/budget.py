"""How long an export may take: the one place where its patience is written down."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import FrameType
from typing import NoReturn

from dashboard.export.errors import TimedOut

STARTING = 90.0  # s, for the dashboard and the browser to come up
PER_PAGE = 60.0  # s, for a page of one area, all its pictures and checks
ATTEMPT = 30.0  # s, of waiting for one page to be complete, before it is loaded anew
PRINTING = 120.0  # s, for LibreOffice to print the document
TRIES = 2  # of drawing one page
TIDYING = 15.0  # s, for whatever is closed when the time is up, before it is cut short as well


@dataclass(frozen=True)
class Budget:
    """What is left of `seconds`, counted from when it was made."""

    seconds: float
    started: float = field(default_factory=time.monotonic)

    @classmethod
    def of(cls, pages: int) -> Budget:
        """Enough for so many pages, each of one area."""
        return cls(STARTING + pages * PER_PAGE + PRINTING)

    @property
    def spent(self) -> float:
        """Seconds since the job began."""
        return time.monotonic() - self.started

    def left(self, doing: str, at_most: float = float("inf")) -> float:
        """Seconds that may still be spent on `doing`; TimedOut when there are none."""
        left = self.seconds - self.spent
        if left <= 0:
            raise self._used_up(doing)
        return min(left, at_most)

    @contextmanager
    def enforced(self) -> Iterator[None]:
        """Ends the block with TimedOut when the time is up, even one that waits for an answer
        that never comes; in the main thread only."""
        before = signal.signal(signal.SIGALRM, _ring)
        signal.setitimer(signal.ITIMER_REAL, self.left("导出"), TIDYING)
        try:
            yield
        except _Alarm:
            raise self._used_up("等不到回应") from None
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)

    def _used_up(self, doing: str) -> TimedOut:
        return TimedOut(
            f"{doing}：已用 {self.spent:.0f} 秒，超过整个导出的时限 {self.seconds:.0f} 秒。"
            "请等机器空闲些再试，或用 --pages、--areas 分几次导出"
        )


class _Alarm(BaseException):
    """The time is up: no Exception, which an event loop would report and go on."""


def _ring(_number: int, _frame: FrameType | None) -> NoReturn:
    raise _Alarm

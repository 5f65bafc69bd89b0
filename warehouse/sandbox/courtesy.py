"""Who has had much gives way: running time of a person that is still remembered."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from warehouse.sandbox.limits import Limits

_FORGOTTEN = 0.001


class Courtesy:
    """How long each person's next query runs at full priority; safe between threads.

    Cutting a long query into many short ones gains nothing: what they took adds up, and half of it
    is forgotten after `Limits.forgiving_seconds`.
    """

    def __init__(self, limits: Limits, clock: Callable[[], float] = time.monotonic) -> None:
        self.limits, self._clock = limits, clock
        self._used: dict[str, tuple[float, float]] = {}  # seconds, and when they were that many
        self._lock = threading.Lock()

    def left(self, who: str) -> float:
        """Seconds at full priority that the person's query may still have."""
        with self._lock:
            return max(0.0, self.limits.polite_seconds - self._remembered(who))

    def used(self, who: str, seconds: float) -> None:
        """The person's query ran so long."""
        with self._lock:
            now = self._clock()
            self._used[who] = (self._remembered(who) + seconds, now)
            for other in [o for o in self._used if self._remembered(o) < _FORGOTTEN]:
                del self._used[other]

    def _remembered(self, who: str) -> float:
        seconds, at = self._used.get(who, (0.0, 0.0))
        return float(seconds * 0.5 ** ((self._clock() - at) / self.limits.forgiving_seconds))

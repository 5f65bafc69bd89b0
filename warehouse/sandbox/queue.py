"""Who is next: at most so many at once, so many of one person, the others in order of arrival."""

from __future__ import annotations

import threading
from collections import Counter
from typing import Generic, Protocol, TypeVar

from warehouse.sandbox.limits import Limits
from warehouse.sandbox.refuse import OWN_QUEUE, QUEUE, limit_error


class _Asking(Protocol):
    @property
    def who(self) -> str: ...


One = TypeVar("One", bound=_Asking)


class Queue(Generic[One]):
    """The waiting and the running; safe between threads."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._waiting: list[One] = []
        self._running: Counter[str] = Counter()
        self._changed = threading.Condition()
        self._closed = False

    def add(self, one: One) -> None:
        """Puts it at the end; QueryLimit when there are too many, of all or of this person."""
        with self._changed:
            own = sum(other.who == one.who for other in self._waiting)
            if own >= self.limits.waiting_per_person:
                raise limit_error(OWN_QUEUE, own)
            if len(self._waiting) >= self.limits.waiting:
                raise limit_error(QUEUE, len(self._waiting))
            self._waiting.append(one)
            self._changed.notify_all()

    def next(self) -> One | None:
        """Waits for one whose turn it is and takes it; None when closed. `done` must follow."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._eligible())
            if self._closed:
                return None
            one = self._eligible()[0]
            self._waiting.remove(one)
            self._running[one.who] += 1
            return one

    def done(self, one: One) -> None:
        """Its place is free."""
        with self._changed:
            self._running[one.who] -= 1
            self._running += Counter()  # drops those at zero
            self._changed.notify_all()

    def leave(self, one: One) -> bool:
        """Takes it out of the queue; False when its turn has come."""
        with self._changed:
            if one not in self._waiting:
                return False
            self._waiting.remove(one)
            self._changed.notify_all()
            return True

    def place(self, one: One) -> int:
        """1 = next; 0 = not waiting."""
        with self._changed:
            return self._waiting.index(one) + 1 if one in self._waiting else 0

    def close(self) -> list[One]:
        """Nobody's turn comes any more; those who still waited."""
        with self._changed:
            self._closed = True
            left, self._waiting = self._waiting, []
            self._changed.notify_all()
            return left

    def _eligible(self) -> list[One]:
        most = self.limits.per_person
        return [one for one in self._waiting if self._running[one.who] < most]

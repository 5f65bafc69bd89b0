"""Cumulative counts over time: straight between dated points, exact on them."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from etl.sample.draw import whole

JITTER = 9


@dataclass(frozen=True)
class Curve:
    """Points (day, cumulative amount), both rising; flat before the first and after the last."""

    points: tuple[tuple[dt.date, float], ...]

    def at(self, day: dt.date) -> float:
        """The cumulative amount reached on a day."""
        if day <= self.points[0][0]:
            return self.points[0][1]
        for (start, low), (end, high) in pairwise(self.points):
            if day <= end:
                return low + (high - low) * ((day - start) / (end - start))
        return self.points[-1][1]

    def day_of(self, amount: float) -> dt.date | None:
        """The first day on which `amount` is reached; None when it never is."""
        for (start, low), (end, high) in pairwise(self.points):
            if low < amount <= high:
                days = (end - start).days * (amount - low) / (high - low)
                return start + dt.timedelta(days=math.ceil(days - 1e-9))
        return self.points[0][0] if amount <= self.points[0][1] else None

    def days(self, *key: object) -> list[dt.date]:
        """The day of the first, second, third … unit, as many as the last point says.

        Each comes up to JITTER days before the straight line would have it, but never before the
        point that precedes it: the counts on the points stay exact.
        """
        days: list[dt.date] = []
        for (start, low), (_, high) in pairwise(self.points):
            for n in range(int(low) + 1, int(high) + 1):
                on = self.day_of(n) or start
                room = min((on - start).days - 1, JITTER)
                days.append(on - dt.timedelta(days=whole(0, max(room, 0), "jitter", *key, n)))
        return sorted(days)


def curve(points: Iterable[tuple[dt.date, float]]) -> Curve:
    """A curve through points in any order."""
    return Curve(tuple(sorted(points)))

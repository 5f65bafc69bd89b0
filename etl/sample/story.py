"""The demonstration's plot: which weeks, who stalls, who is absent, whose denominator moves.

Everything here is data (`data/story.toml` and the CSV files beside it); nothing is drawn.
"""

from __future__ import annotations

import csv
import datetime as dt
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

DATA_DIR = Path(__file__).parent / "data"
WEEK = dt.timedelta(days=7)


@dataclass(frozen=True)
class Correction:
    """A return that was sent again: the second file says what the first should have said."""

    unit: str
    as_of: dt.date
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Story:
    """The plot. Dates are Sundays; `effective` is how far a unit's work has really got."""

    mark: str
    city_unit: str
    pilot_unit: str
    first_week: dt.date
    last_week: dt.date
    baseline: dt.date
    monthly: tuple[dt.date, ...]
    stalled: Mapping[str, Any]
    absent: Mapping[str, Any]
    growing: Mapping[str, Any]
    shrinking: Mapping[str, Any]
    csv: Mapping[str, Any]
    preface: Mapping[str, Any]
    renamed: Mapping[str, Any]
    corrections: tuple[Correction, ...]
    date_styles: Mapping[str, str]
    slow_weeks: Mapping[str, float]

    @property
    def weeks(self) -> tuple[dt.date, ...]:
        """Every Sunday from the first week to the last."""
        count = (self.last_week - self.first_week) // WEEK + 1
        return tuple(self.first_week + n * WEEK for n in range(count))

    def week_no(self, day: dt.date) -> int:
        """Weeks since the first one, 0 for it; a day counts for the Sunday it runs up to."""
        return -((self.first_week - day) // WEEK)

    def sunday(self, week_no: int) -> dt.date:
        """The Sunday of a week number (negative: before the first week)."""
        return self.first_week + week_no * WEEK

    def effective(self, unit: str, as_of: dt.date) -> dt.date:
        """The date whose state a unit reports at `as_of`: an earlier one once it has stalled."""
        if unit == self.stalled["unit"]:
            moving: dt.date = self.stalled["last_moving_week"]
            return min(as_of, moving)
        return as_of

    def is_absent(self, unit: str, as_of: dt.date) -> bool:
        """True for the weeks in which a unit sends nothing."""
        return unit == self.absent["unit"] and as_of in self.absent["weeks"]


@cache
def story() -> Story:
    """The plot as written in story.toml."""
    body = tomllib.loads((DATA_DIR / "story.toml").read_text(encoding="utf-8"))
    corrections = tuple(
        Correction(c["unit"], c["as_of"], tuple(c["sources"])) for c in body.pop("corrections")
    )
    monthly = tuple(body.pop("monthly"))
    return Story(monthly=monthly, corrections=corrections, **body)


@cache
def table(name: str) -> tuple[Mapping[str, str], ...]:
    """The rows of one CSV file of the demonstration's data."""
    with (DATA_DIR / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return tuple(csv.DictReader(lines))

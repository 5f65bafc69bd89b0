"""What one page run looks at: version, area, week and the choices in the address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from warehouse.common.audience import FULL, PUBLIC

CITY, DISTRICT, STREET, COMMUNITY = "city", "district", "street", "community"
LEVELS = (CITY, DISTRICT, STREET, COMMUNITY)
SOURCE = "source"  # the address of the page that every figure's source leads to


@dataclass(frozen=True)
class Area:
    """One row of staging.area, as far as a page needs it."""

    code: str
    name: str
    short_name: str
    level: str
    parent: str | None
    tile: tuple[int, int] | None = None


@dataclass(frozen=True)
class Areas:
    """The area register of one version: `all` in customary order, found by code."""

    all: tuple[Area, ...]
    by_code: Mapping[str, Area] = field(repr=False)
    by_parent: Mapping[str, tuple[Area, ...]] = field(repr=False)

    @classmethod
    def of(cls, areas: tuple[Area, ...]) -> Areas:
        """The register with its two indexes."""
        children: dict[str, list[Area]] = {}
        for area in areas:
            if area.parent is not None:
                children.setdefault(area.parent, []).append(area)
        return cls(
            areas,
            {area.code: area for area in areas},
            {code: tuple(found) for code, found in children.items()},
        )

    @property
    def city(self) -> Area:
        """The one area that has no parent above it in the register."""
        return next(area for area in self.all if area.level == CITY)

    def children(self, area: Area) -> tuple[Area, ...]:
        """Areas directly below, in customary order."""
        return self.by_parent.get(area.code, ())

    def path(self, area: Area) -> tuple[Area, ...]:
        """From the city down to `area`, both included."""
        above: list[Area] = [area]
        while (parent := above[-1].parent) is not None and parent in self.by_code:
            above.append(self.by_code[parent])
        return tuple(reversed(above))

    def district(self, area: Area) -> Area | None:
        """The district that `area` is or lies in; None for the city."""
        return next((a for a in self.path(area) if a.level == DISTRICT), None)


def week_of(on: date) -> date:
    """The Sunday that ends the week of `on`."""
    return on + timedelta(days=7 - on.isoweekday())


def month_before(on: date) -> date:
    """The last Sunday before the month of `on`: what the month is counted from."""
    last = on.replace(day=1) - timedelta(days=1)
    return last - timedelta(days=last.isoweekday() % 7)


@dataclass(frozen=True)
class View:
    """Everything that decides what a page shows; equal views show equal pages."""

    page: str  # the page's address, "" for the first one
    version: str
    data_as_of: date
    is_demo: bool
    built_at: str
    areas: Areas = field(repr=False)
    weeks: tuple[date, ...] = field(repr=False)
    area: Area
    as_of: date
    choices: Mapping[str, str] = field(default_factory=dict)
    role: str = FULL  # whose edition is read

    @property
    def key(self) -> tuple[Any, ...]:
        """What tells this view from every other."""
        choices = tuple(sorted(self.choices.items()))
        return self.page, self.version, self.role, self.area.code, self.as_of, choices

    @property
    def last_week(self) -> date:
        """The Sunday a week earlier."""
        return self.as_of - timedelta(weeks=1)

    @property
    def ranks(self) -> bool:
        """Whether places are set against each other by name: not before the public."""
        return self.role != PUBLIC

    def covers(self, area: Area) -> bool:
        """Whether `area` is the view's own or lies in it."""
        return self.area in self.areas.path(area)

    def holds(self, code: str) -> bool:
        """Whether the area of that code is the view's own or lies in it; not for an unknown one."""
        area = self.areas.by_code.get(code)
        return area is not None and self.covers(area)

    def choice(self, name: str, options: tuple[str, ...]) -> str:
        """What the address chooses for `name`; the first option when it names none of them."""
        chosen = self.choices.get(name, "")
        return chosen if chosen in options else options[0]

    def address(
        self,
        *,
        area: str | None = None,
        as_of: date | None = None,
        choices: Mapping[str, str] | None = None,
    ) -> str:
        """The address of this page with some of it changed: `.?area=370212&asof=2021-03-21`."""
        query = {
            "area": area or self.area.code,
            "asof": (as_of or self.as_of).isoformat(),
            **self.choices,
            **(choices or {}),
        }
        return f"{self.page or '.'}?{urlencode(query)}"

    def elsewhere(self, page: str, area: str, **choices: str) -> str:
        """The address of another page for the same week, with choices of its own."""
        query = {"area": area, "asof": self.as_of.isoformat(), **choices}
        return f"{page or '.'}?{urlencode(query)}"

    def source(self, metric: str, area: str | None = None) -> str:
        """The address where `metric` is followed to its cells, of this area (or `area`) and week.

        Other choices stay behind: they choose something else there.
        """
        return self.elsewhere(SOURCE, area or self.area.code, metric=metric)

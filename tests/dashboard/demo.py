"""Views of the whole demonstration, for pages that need more than the small warehouse holds."""

from __future__ import annotations

from datetime import date

from dashboard import read
from dashboard.view import View

FIRST, BULLETIN, NEWEST = date(2020, 12, 6), date(2021, 3, 21), date(2021, 6, 27)
CITY, LAOSHAN, STREET = "370200", "370212", "370212001"


def view(area: str = CITY, as_of: date = BULLETIN, **choices: str) -> View:
    """A view of the published warehouse: `view(LAOSHAN, family="geological")`."""
    warehouse = read.current()
    areas = read.areas(warehouse.version)
    return View(
        page="",
        version=warehouse.version,
        data_as_of=warehouse.data_as_of,
        is_demo=warehouse.is_demo,
        built_at=read.built_at(warehouse.version),
        areas=areas,
        weeks=read.weeks(warehouse.version),
        area=areas.by_code[area],
        as_of=as_of,
        choices=choices,
    )

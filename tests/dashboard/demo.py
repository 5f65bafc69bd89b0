"""Views of the whole demonstration, for pages that need more than the small warehouse holds."""

from __future__ import annotations

from datetime import date

from dashboard import read
from dashboard.view import View

FIRST, BULLETIN, NEWEST = date(2020, 12, 6), date(2021, 3, 21), date(2021, 6, 27)
CITY, LAOSHAN, STREET = "370200", "370212", "370212001"


def view(area: str = CITY, as_of: date = BULLETIN, page: str = "", **choices: str) -> View:
    """A view of the published warehouse: `view(LAOSHAN, family="geological")`."""
    warehouse = read.current()
    found = read.areas(warehouse.version).by_code[area]
    return read.view(warehouse, page, found, as_of, choices)

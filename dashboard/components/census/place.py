"""Where the census page looks: the city or a district; further down nothing is reported."""

from __future__ import annotations

from dashboard import format
from dashboard.components.frame import Empty
from dashboard.components.place import only_by_district
from dashboard.view import DISTRICT, LEVELS, View

LEVEL = DISTRICT  # returns are made by districts


def is_reported(view: View) -> bool:
    """Whether the view's area is one that returns are made for."""
    return LEVELS.index(view.area.level) <= LEVELS.index(LEVEL)


def nothing(view: View, title: str) -> Empty:
    """Why a tile has nothing: below the districts, or no return yet."""
    if not is_reported(view):
        return Empty(title, format.NO_DATA, only_by_district(view, "普查进度"))
    return Empty(title, format.NO_DATA, "本周及以前没有报送过")

"""Where the census page looks: the city or a district; further down nothing is reported."""

from __future__ import annotations

from dashboard import format, read
from dashboard.components.frame import Empty
from dashboard.view import DISTRICT, LEVELS, View

LEVEL = DISTRICT  # returns are made by districts


def is_reported(view: View) -> bool:
    """Whether the view's area is one that returns are made for."""
    return LEVELS.index(view.area.level) <= LEVELS.index(LEVEL)


def nothing(view: View, title: str) -> Empty:
    """Why a tile has nothing: below the districts, or no return yet."""
    if not is_reported(view):
        level = read.level_title(view.version, LEVEL)
        return Empty(title, format.NO_DATA, f"普查进度只统计到{level}，请选上一级")
    return Empty(title, format.NO_DATA, "本周及以前没有报送过")

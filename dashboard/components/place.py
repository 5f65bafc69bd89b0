"""How places are told apart in sentences and lists: which district, which street."""

from __future__ import annotations

from dashboard.components.html import Child, link
from dashboard.view import CITY, Area, View


def short(view: View, code: str) -> str:
    """The area's short name; 待认领 for a code that is not in the register."""
    area = view.areas.by_code.get(code)
    return "待认领" if area is None else area.short_name


def of(view: View, code: str) -> Area | None:
    """The area directly below the view's that `code` lies in; itself where nothing is between."""
    area = view.areas.by_code.get(code)
    if area is None:
        return None
    path = view.areas.path(area)
    if view.area not in path:
        return area
    inside = path[path.index(view.area) + 1 :]
    return inside[0] if inside else area


def linked(view: View, code: str) -> Child:
    """The short name of the area below the view's, leading there."""
    area = of(view, code)
    if area is None:
        return "待认领"
    return link(area.short_name, view.address(area=area.code))


def group(view: View, code: str) -> str:
    """What a point on a map belongs to: named on the city's map, and on a district's."""
    area = of(view, code)
    return "" if area is None else area.short_name


def group_links(view: View) -> dict[str, str]:
    """Short names of the areas below the view's, and where they lead."""
    below = view.areas.children(view.area)
    return {area.short_name: view.address(area=area.code) for area in below}


def whole(view: View) -> str:
    """`全市` or the name of the area."""
    return "全市" if view.area.level == CITY else view.area.name

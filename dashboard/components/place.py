"""How places are told apart in sentences and lists: which district, which street."""

from __future__ import annotations

from dashboard.components import metric as m
from dashboard.components import stale
from dashboard.components.html import Child, Html, join, link
from dashboard.reading import boundaries
from dashboard.reading.boundaries import Boundary
from dashboard.view import CITY, COMMUNITY, DISTRICT, Area, View

BELOW = {CITY: "区(市)", DISTRICT: "镇(街道)"}  # what a list within the area is told apart by


def short(view: View, code: str) -> str:
    """The area's short name; 待认领 for a code that is not in the register."""
    area = view.areas.by_code.get(code)
    return "待认领" if area is None else area.short_name


def area_link(view: View, area: Area) -> Html:
    """The area's short name, leading to the same page there; never broken in two."""
    return link(area.short_name, view.address(area=area.code), class_="nowrap")


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


def compares(view: View) -> bool:
    """Whether the areas below hold several communities, so that one can have the most of them."""
    return view.area.level in BELOW


def leads(view: View) -> bool:
    """Whether a sentence may name the place that has the most of something."""
    return view.ranks and compares(view)


def counter(view: View) -> str:
    """What counts the areas below the view's: `个区(市)`, `个镇(街道)`, `个社区(村)`."""
    return f"个{BELOW.get(view.area.level, '社区(村)')}"


def head(view: View) -> list[Child]:
    """The heading of the column that says where; none within a street: the name says it."""
    return [BELOW[view.area.level]] if compares(view) else []


def cell(view: View, code: str) -> list[Child]:
    """What stands under `head`: the area below the view's that `code` lies in, leading there."""
    if not compares(view):
        return []
    area = of(view, code)
    return ["待认领" if area is None else area_link(view, area)]


def heading(view: View, code: str, metric: str) -> list[Child]:
    """The area's name at the head of its row, marked where what `metric` stands on is carried."""
    mark = stale.mark(view, m.reading(view, metric, code))
    return [link(short(view, code), view.address(area=code)), mark]


def group(view: View, code: str) -> str:
    """What a point on a map belongs to; nothing for a single community and for the area itself."""
    area = of(view, code)
    if area is None or area == view.area or area.level == COMMUNITY:
        return ""
    return area.short_name


def group_links(view: View) -> dict[str, str]:
    """Short names of the areas below the view's, and where they lead."""
    below = view.areas.children(view.area)
    return {area.short_name: view.address(area=area.code) for area in below}


def borders(view: View) -> tuple[Boundary, ...]:
    """What a map of the view's area draws as lines: the areas below it, else the area itself;
    nothing without borders."""
    inside = boundaries.below(view.version, view.area.code)
    if inside or view.area.parent is None:
        return tuple(inside.values())
    own = boundaries.below(view.version, view.area.parent).get(view.area.code)
    return () if own is None else (own,)


def only_by_district(view: View, what: str) -> Html:
    """Below the districts: that `what` is told of them only, and the way to one's own."""
    district = view.areas.district(view.area) or view.areas.city
    told = f"{what}只统计到{BELOW[CITY]}，见"
    return join([told, link(district.name, view.address(area=district.code))])


def whole(view: View) -> str:
    """`全市` or the name of the area."""
    return "全市" if view.area.level == CITY else view.area.name

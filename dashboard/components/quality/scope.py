"""Whose returns the page is about: every unit's, or the chosen district's.

Returns are made by districts: below them the page shows the district that reports for the place.
"""

from __future__ import annotations

from dashboard import read
from dashboard.components.html import Child, link
from dashboard.reading import quality
from dashboard.reading.quality import Problem, Return
from dashboard.view import Area, View

UNKNOWN = "单位不明"


def district(view: View) -> Area | None:
    """The district the page is about; None for the whole city."""
    return view.areas.district(view.area)


def name(view: View) -> str:
    """Who the sentences speak of: the district that reports, or 全市."""
    own = district(view)
    return "全市" if own is None else own.name


def returns(view: View) -> tuple[Return, ...]:
    """What was due from the page's units in the last weeks."""
    own = district(view)
    rows = quality.returns(view.version, view.as_of)
    return rows if own is None else tuple(r for r in rows if r.unit == own.code)


def problems(view: View) -> tuple[Problem, ...]:
    """The problems of the page's units."""
    own = district(view)
    rows = quality.problems(view.version, view.as_of)
    return rows if own is None else tuple(p for p in rows if p.unit == own.code)


def unit_name(view: View, unit: str | None) -> str:
    """What a unit is called, short where it is a district."""
    if unit is None:
        return UNKNOWN
    area = view.areas.by_code.get(unit)
    if area is not None and area != view.areas.city:
        return area.short_name
    return read.unit_titles(view.version).get(unit, unit)


def unit(view: View, code: str | None) -> Child:
    """The unit's name, leading to its own page where it is a district."""
    said = unit_name(view, code)
    area = view.areas.by_code.get(code or "")
    if area is None or area in (view.areas.city, view.area):
        return said
    return link(said, view.address(area=area.code))

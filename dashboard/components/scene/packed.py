"""What the browser draws a scene from: one JSON text, columns of numbers and a table of words.

Positions are whole ten-thousandths of the plane's width and height, never degrees: as coarse as
the flat map's.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.components import pointmap
from dashboard.components.html import Html, el
from dashboard.components.plane import Plane
from dashboard.components.scene import common
from dashboard.components.scene.columns import LONGER, Column, Sign
from dashboard.reading.boundaries import Boundary
from dashboard.view import View

FINE = 100  # parts of a percent: positions are whole ones
PARTS = 100  # of a unit of height: heights are whole ones
AREA, AREA_WRITTEN = "{area}", "%7Barea%7D"  # a place for a code, and how an address has it


@dataclass(frozen=True)
class Group:
    """The name of an area on the plane, how far its columns reach (km), and where it leads."""

    name: str
    at: tuple[float, float]
    reach: float
    address: str | None


def element(
    view: View,
    plane: Plane,
    columns: Sequence[Column],
    signs: Mapping[str, Sign],
    groups: Sequence[Group],
    borders: Sequence[Boundary],
) -> Html:
    """An inert element: a browser neither runs nor shows it."""
    data = {
        "units": {"longer": LONGER, "position": 100 * FINE, "height": PARTS},
        "plane": [round(plane.width, 3), round(plane.height, 3)],
        "bar": _bar(plane),
        "borders": [_ring(plane, ring) for one in borders for ring in one.rings],
        "groups": [[g.name, *_at(g.at), round(g.reach, 3), g.address] for g in groups],
        **_objects(plane, columns, signs),
        "areas": _areas(view, columns),
        "links": _links(view),
    }
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return el("script", Html(text), type="application/json")


def _bar(plane: Plane) -> list[Any]:
    length = pointmap.bar_km(plane.width)
    return [round(length, 3), pointmap.bar_text(length)]


def _at(spot: tuple[float, float]) -> tuple[int, int]:
    return round(spot[0] * FINE), round(spot[1] * FINE)


def _ring(plane: Plane, ring: Iterable[tuple[float, float]]) -> list[int]:
    """x, y, x, y …; corners that fall together are one."""
    spots = dict.fromkeys(_at(plane.at(corner)) for corner in ring)
    return [number for spot in spots for number in spot]


def _objects(
    plane: Plane, columns: Sequence[Column], signs: Mapping[str, Sign]
) -> dict[str, list[Any]]:
    """The columns, one list for each of what they say; `facts` point into `words`."""
    kinds = list(common.KINDS)
    order = {code: n for n, code in enumerate(signs)}
    words: dict[str, int] = {}
    spots = [_at(plane.at((one.longitude or 0.0, one.latitude or 0.0))) for one in columns]
    said = [
        [words.setdefault(word, len(words)) for word in (one.said, *one.facts)] for one in columns
    ]
    areas = {code: n for n, code in enumerate(dict.fromkeys(one.area for one in columns))}
    return {
        "signs": [
            [kinds.index(s.kind), common.KINDS[s.kind].form, s.tone, s.shape, s.title]
            for s in signs.values()
        ],
        "kinds": [kind.title for kind in common.KINDS.values()],
        "words": list(words),
        "x": [x for x, _ in spots],
        "y": [y for _, y in spots],
        "height": [round(one.height * PARTS) for one in columns],
        "sign": [order[one.sign] for one in columns],
        "area": [areas[one.area] for one in columns],
        "alone": [int(one.is_alone) for one in columns],
        "name": [one.name for one in columns],
        "facts": said,
    }


def _areas(view: View, columns: Sequence[Column]) -> list[list[Any]]:
    """Code, the way down from the city in words, and the level; "" where nobody owns it."""
    found = []
    for code in dict.fromkeys(one.area for one in columns):
        area = view.areas.by_code.get(code)
        names, level = "待认领", ""
        if area is not None:
            path = view.areas.path(area)
            names, level = " › ".join(a.name for a in path[1:] or path), area.level
        found.append([code, names, level])
    return found


def _links(view: View) -> dict[str, Any]:
    """Where an object leads; the browser puts the area's code in place of AREA."""
    return {
        "mark": AREA_WRITTEN,
        "community": view.elsewhere("community", AREA),
        "area": view.address(area=AREA),
        "source": [view.source(kind.metric, AREA) for kind in common.KINDS.values()],
    }

"""The text of a GeoJSON geometry as an outline, or why it cannot be one."""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from etl.codes import CODES_DIR
from etl.geometry.datum import Position

Ring = tuple[Position, ...]
"""The corners of a ring, each once: the closing repetition of the first is left out."""
Polygon = tuple[Ring, ...]
"""The outer ring, then its holes."""
Outline = tuple[Polygon, ...]

LEAST_CORNERS = 3


class BadOutline(ValueError):
    """`reason` as etl.checking.reasons names it, `hint` for its sentence."""

    def __init__(self, reason: str, hint: str) -> None:
        super().__init__(reason, hint)
        self.reason = reason
        self.hint = hint


@dataclass(frozen=True)
class Box:
    """The range of degrees in which the city surely lies."""

    west: float
    south: float
    east: float
    north: float

    def holds(self, place: Position) -> bool:
        """Whether the position lies within."""
        return self.west <= place[0] <= self.east and self.south <= place[1] <= self.north

    def __str__(self) -> str:
        return f"东经 {self.west:g}～{self.east:g}、北纬 {self.south:g}～{self.north:g}"


@cache
def city_box(folder: Path = CODES_DIR) -> Box:
    """The range that sql/codes/city.csv gives."""
    text = (folder / "city.csv").read_text(encoding="utf-8")
    [city] = csv.DictReader(text.splitlines())
    return Box(*(float(city[side]) for side in ("west", "south", "east", "north")))


def read_outline(text: str, box: Box) -> Outline:
    """The polygons of a Polygon or MultiPolygon; BadOutline says why there are none."""
    try:
        shape = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadOutline("shape_type", "不是合格的 GeoJSON 图形") from error
    kind = shape.get("type") if isinstance(shape, dict) else None
    if kind not in ("Polygon", "MultiPolygon"):
        raise BadOutline("shape_type", f"是 {kind}" if isinstance(kind, str) else "没有写明类型")
    parts = shape.get("coordinates")
    polygons = _list([parts] if kind == "Polygon" else parts)
    outline = tuple(tuple(_ring(ring) for ring in _list(rings)) for rings in polygons)
    _check_place([place for polygon in outline for ring in polygon for place in ring], box)
    return outline


def written(outline: Outline) -> str:
    """The outline as the text of a GeoJSON MultiPolygon, its rings closed."""
    closed = [[[*ring, ring[0]] for ring in polygon] for polygon in outline]
    body = {"type": "MultiPolygon", "coordinates": closed}
    return json.dumps(body, separators=(",", ":"))


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list) or not value:
        raise BadOutline("shape_ring", "坐标不全")
    return value


def _ring(value: Any) -> Ring:
    places = [_position(place) for place in _list(value)]
    if places[0] != places[-1]:
        raise BadOutline("shape_ring", "有没有闭合的环（首尾不是同一点）")
    corners = places[:-1]
    if len(set(corners)) < LEAST_CORNERS:
        raise BadOutline("shape_ring", "有不足三个不同顶点的环")
    return tuple(corners)


def _position(value: Any) -> Position:
    if not isinstance(value, list) or len(value) < 2:
        raise BadOutline("shape_ring", "坐标不全")
    for number in value[:2]:
        if isinstance(number, bool) or not isinstance(number, int | float):
            raise BadOutline("shape_ring", "坐标不是数")
        if not math.isfinite(number):
            raise BadOutline("shape_ring", "坐标不是有限的数")
    return float(value[0]), float(value[1])


def _check_place(places: Sequence[Position], box: Box) -> None:
    if all(box.holds(place) for place in places):
        return
    if all(box.holds((y, x)) for x, y in places):
        raise BadOutline("shape_swapped", "")
    raise BadOutline("shape_outside", str(box))

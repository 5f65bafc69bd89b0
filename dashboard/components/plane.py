"""The plane that maps are drawn in: kilometres around a middle, percent of the drawing.

Degrees become kilometres around the middle (equirectangular, good to a hair within a city).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from dashboard.components.html import Html, el
from dashboard.reading.boundaries import Boundary, Ring

Place = tuple[float, float]
"""Longitude, latitude in degrees."""

KM_PER_DEGREE = 111.32
LEAST_SIDE = 0.6  # of the longer side: neither a thread nor a tower
UNITS = 1000  # across a drawing of shapes; corners stand on whole ones


@dataclass(frozen=True)
class Plane:
    """The drawing's range in km east and north of the middle."""

    longitude: float
    latitude: float
    left: float
    bottom: float
    width: float
    height: float

    def at(self, place: Place) -> tuple[float, float]:
        """Percent from the left and from the top."""
        x, y = _km(place, (self.longitude, self.latitude))
        return (x - self.left) / self.width * 100, 100 - (y - self.bottom) / self.height * 100

    def style(self, tallest: int) -> str:
        """The shape of the element that holds the drawing, which never grows above `tallest` px."""
        widest = tallest * self.width / self.height
        return f"aspect-ratio:{self.width:.3f}/{self.height:.3f};max-width:{widest:.0f}px"

    @property
    def units(self) -> tuple[int, int]:
        """Width and height of the drawing in the units of its shapes."""
        return UNITS, round(UNITS * self.height / self.width)

    def path(self, rings: Sequence[Ring]) -> str:
        """The rings as an SVG path on whole units, in steps from corner to corner."""
        wide, high = self.units
        parts = []
        for ring in rings:
            placed = [self.at(corner) for corner in ring]
            corners = [(round(x * wide / 100), round(y * high / 100)) for x, y in placed]
            steps = [
                f"{x - before[0]} {y - before[1]}"
                for before, (x, y) in pairwise(corners)
                if (x, y) != before
            ]
            x, y = corners[0]
            parts.append(f"M{x} {y}l{' '.join(steps) or '0 0'}z")
        return "".join(parts).replace(" -", "-")

    def drawing(self, inner: Html, class_: str) -> Html:
        """Shapes, stretched over the element; every word stays outside as HTML."""
        wide, high = self.units
        return el(
            "svg",
            inner,
            viewBox=f"0 0 {wide} {high}",
            preserveAspectRatio="none",
            aria_hidden="true",
            class_=class_,
        )


def plane_of(places: Sequence[Place], margin: float) -> Plane:
    """The plane that holds the places, with `margin` of the longer side kept free around them."""
    middle = median(x for x, _ in places), median(y for _, y in places)
    east, north = zip(*(_km(place, middle) for place in places), strict=True)
    width, height = max(east) - min(east), max(north) - min(north)
    longer = max(width, height, 1.0)
    wide = max(width, LEAST_SIDE * longer) + 2 * margin * longer
    high = max(height, LEAST_SIDE * longer) + 2 * margin * longer
    left = (max(east) + min(east) - wide) / 2
    bottom = (max(north) + min(north) - high) / 2
    return Plane(*middle, left, bottom, wide, high)


def _km(place: Place, middle: Place) -> tuple[float, float]:
    east = (place[0] - middle[0]) * KM_PER_DEGREE * math.cos(math.radians(middle[1]))
    return east, (place[1] - middle[1]) * KM_PER_DEGREE


def review_numbers(boundaries: Sequence[Boundary]) -> str:
    """`审图号：…`: what every map with borders must print."""
    return f"审图号：{'、'.join(dict.fromkeys(b.review_number for b in boundaries))}"

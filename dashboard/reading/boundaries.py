"""Borders that the deployment supplied: what the maps draw, with the number they must print.

Decided here for every map: as soon as one of the areas below an area has a border, that map draws
shapes, and the areas that have none stand beside it by name. Without any, nothing changes: tiles
for the areas, points without borders.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from dashboard.read import per_version
from warehouse.read import Warehouse

Ring = tuple[tuple[float, float], ...]
"""Corners in degrees (longitude, latitude), the closing one left out."""


@dataclass(frozen=True)
class Boundary:
    """The border of one area; `rings` are outer rings, islands and holes alike."""

    area: str
    rings: tuple[Ring, ...]
    review_number: str
    drawn_on: date

    @property
    def corners(self) -> Iterable[tuple[float, float]]:
        """Every corner of every ring."""
        return (corner for ring in self.rings for corner in ring)


@per_version
def below(warehouse: Warehouse, parent: str) -> dict[str, Boundary]:
    """The borders of the areas directly below `parent`, by area code; empty without any."""
    if not _is_known(warehouse):
        return {}
    rows = warehouse.query(
        "select b.area_code, b.area_boundary, b.review_number, b.used_as_of"
        " from staging.boundary as b inner join staging.area as a on a.area_code = b.area_code"
        " where b.parent_code = ? order by a.sort_key, b.area_code",
        [parent],
    )
    return {
        code: Boundary(code, _rings(json.loads(shape)["coordinates"]), number, drawn_on)
        for code, shape, number, drawn_on in rows.iter_rows()
    }


def _is_known(warehouse: Warehouse) -> bool:
    """Not in a version of before there were borders, to which a deployment may go back."""
    return bool(
        warehouse.query(
            "select count(*) from information_schema.tables"
            " where table_schema = 'staging' and table_name = 'boundary'"
        ).item()
    )


def _rings(polygons: list[list[list[list[Any]]]]) -> tuple[Ring, ...]:
    return tuple(
        tuple((float(x), float(y)) for x, y in ring[:-1]) for rings in polygons for ring in rings
    )

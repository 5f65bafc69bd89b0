"""Outlines of areas in a table: each judged by itself, then all brought to what is stored.

What is stored is made for drawing (and for asking on which side of a border a point lies): WGS84
or CGCS2000, with fewer corners. What was received lies untouched in received/.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from etl.checking.parse import PROBLEM, Parsed
from etl.contract import Column, Contract
from etl.geometry.datum import from_gcj02
from etl.geometry.outline import BadOutline, Outline, city_box, read_outline, written
from etl.geometry.simplify import simplify

SYSTEM, GCJ02 = "coordinate_system", "gcj02"

TOLERANCE_M: Mapping[str, float] = {"district": 100, "street": 50, "community": 20}
"""By the level of the areas: half a pixel where all areas of the level above fill a page."""


def parse_shape(texts: pl.Series) -> Parsed:
    """GeoJSON polygons kept as text when they can be an outline within the city."""
    box = city_box()
    values: list[str | None] = []
    told: list[tuple[int, None, str, str]] = []
    for ix, text in enumerate(texts):
        kept = text
        if text is not None:
            try:
                read_outline(text, box)
            except BadOutline as error:
                kept = None
                told.append((ix, None, error.reason, error.hint))
        values.append(kept)
    problems = pl.DataFrame(told, schema=PROBLEM, orient="row")
    return Parsed(pl.Series(texts.name, values, dtype=pl.String), problems)


def with_drawn_shapes(
    values: Mapping[str, pl.Series], contract: Contract
) -> Mapping[str, pl.Series]:
    """The columns of a table, its outlines converted and simplified together."""
    found = [column for column in contract.columns if column.type == "shape"]
    return dict(values) | {column.name: _drawn(column, values, contract) for column in found}


def _drawn(column: Column, values: Mapping[str, pl.Series], contract: Contract) -> pl.Series:
    box = city_box()
    systems = values[SYSTEM]
    places = values[column.name].is_not_null().arg_true().to_list()
    outlines = [
        _converted(read_outline(values[column.name][ix], box), systems[ix]) for ix in places
    ]
    [levels] = {c.area_levels for c in contract.columns if c.name in contract.key}
    texts: list[str | None] = [None] * len(values[column.name])
    tolerance = TOLERANCE_M[levels[0]]
    for ix, outline in zip(places, simplify(outlines, tolerance), strict=True):
        texts[ix] = written(outline)
    return pl.Series(column.name, texts, dtype=pl.String)


def _converted(outline: Outline, system: str | None) -> Outline:
    if system != GCJ02:
        return outline
    return tuple(
        tuple(tuple(from_gcj02(place) for place in ring) for ring in polygon) for polygon in outline
    )

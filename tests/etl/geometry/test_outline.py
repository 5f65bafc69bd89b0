"""GeoJSON geometries: which are outlines, and why the others are not."""

from __future__ import annotations

import json
from typing import Any

import pytest

from etl.geometry.outline import BadOutline, Box, city_box, read_outline, written

BOX = Box(119, 35, 122, 38)
SQUARE = [[120.0, 36.0], [120.5, 36.0], [120.5, 36.5], [120.0, 36.0]]


def polygon(*rings: Any) -> str:
    return json.dumps({"type": "Polygon", "coordinates": list(rings)})


def refused(text: str) -> tuple[str, str]:
    with pytest.raises(BadOutline) as caught:
        read_outline(text, BOX)
    return caught.value.reason, caught.value.hint


def test_a_polygon_and_the_multipolygon_of_it_are_the_same_outline():
    many = json.dumps({"type": "MultiPolygon", "coordinates": [[SQUARE]]})
    assert read_outline(polygon(SQUARE), BOX) == read_outline(many, BOX)
    assert read_outline(many, BOX) == ((((120.0, 36.0), (120.5, 36.0), (120.5, 36.5)),),)


def test_what_is_written_closes_its_rings_and_reads_back_the_same():
    outline = read_outline(polygon(SQUARE), BOX)
    assert json.loads(written(outline))["coordinates"] == [[SQUARE]]
    assert read_outline(written(outline), BOX) == outline


def test_heights_are_left_out():
    assert read_outline(polygon([[*place, 12.5] for place in SQUARE]), BOX) == read_outline(
        polygon(SQUARE), BOX
    )


@pytest.mark.parametrize(
    "text",
    [
        '{"type": "Point", "coordinates": [120, 36]}',
        '{"type": "LineString", "coordinates": [[120, 36], [121, 36]]}',
        '{"coordinates": []}',
        "[1]",
        "POLYGON((120 36))",
        "[" * 200_000,
    ],
)
def test_what_is_no_polygon_is_told_so(text):
    assert refused(text)[0] == "shape_type"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (polygon(SQUARE[:-1]), "没有闭合"),
        (polygon([SQUARE[0], SQUARE[1], SQUARE[0]]), "不足三个"),
        (polygon([]), "坐标不全"),
        (polygon(), "坐标不全"),
        (polygon([[120], *SQUARE]), "坐标不全"),
        (polygon([["120", "36"], *SQUARE]), "不是数"),
        (polygon([[True, 36], *SQUARE]), "不是数"),
        (polygon([[float("nan"), 36.0], *SQUARE]), "不是有限的数"),
        (polygon([[120.0, float("inf")], *SQUARE]), "不是有限的数"),
    ],
)
def test_a_broken_ring_is_told_with_what_is_broken(text, said):
    reason, hint = refused(text)
    assert reason == "shape_ring"
    assert said in hint


def test_exchanged_coordinates_are_told_from_those_of_another_place():
    assert refused(polygon([[y, x] for x, y in SQUARE]))[0] == "shape_swapped"
    far = polygon([[x - 20, y] for x, y in SQUARE])
    assert refused(far) == ("shape_outside", "东经 119～122、北纬 35～38")
    metres = polygon([[x * 111320, y * 111320] for x, y in SQUARE])
    assert refused(metres)[0] == "shape_outside"


def test_the_citys_box_is_in_the_code_list():
    assert city_box().holds((120.38, 36.07))
    assert not city_box().holds((36.07, 120.38))

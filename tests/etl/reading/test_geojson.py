"""GeoJSON: features become rows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from etl.reading import UnreadableFile, read_book


def write(folder: Path, document: Any, name: str = "警报器.geojson") -> Path:
    path = folder / name
    path.write_text(
        document if isinstance(document, str) else json.dumps(document, ensure_ascii=False), "utf-8"
    )
    return path


def feature(geometry: Any, **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def point(x: float, y: float) -> dict[str, Any]:
    return {"type": "Point", "coordinates": [x, y]}


def collection(*features: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": features, **more}


def test_properties_then_coordinates_become_columns(tmp_path: Path) -> None:
    document = collection(
        feature(point(120.5, 36.0), 名称="甲", 台数=2, 达标=True, 代码="007"),
        feature(point(120.25, 1e-7), 名称="", 覆盖=1.5, 台数=3.0),
        feature({"type": "LineString", "coordinates": [[1, 2], [3, 4]]}, 名称="线", 标签=["a"]),
    )
    book = read_book(write(tmp_path, document))
    assert (book.format, book.encoding) == ("geojson", "UTF-8")
    assert book.sheets[0].frame.rows() == [
        (1, "名称", "台数", "达标", "代码", "覆盖", "标签", "经度", "纬度"),
        (2, "甲", "2", "true", "007", None, None, "120.5", "36"),
        (3, None, "3", None, None, "1.5", None, "120.25", "0.0000001"),
        (4, "线", None, None, None, None, '["a"]', None, None),
    ]
    assert [(notice.rule, notice.message[:6]) for notice in book.notices] == [("F16", "第 4 行的")]


def test_polygons_become_a_column_of_their_own(tmp_path: Path) -> None:
    ring = [[120.5, 36.0], [121.0, 36.0], [120.5, 36.5], [120.5, 36.0]]
    area = {"type": "Polygon", "coordinates": [ring]}
    line = {"type": "LineString", "coordinates": ring}
    both = collection(feature(area, 名称="甲"), feature(line, 名称="乙"))
    book = read_book(write(tmp_path, both))
    head, first, second = book.sheets[0].frame.rows()
    assert head == (1, "名称", "几何")
    assert json.loads(first[2]) == area
    assert second[2] is None
    assert [n.message[:16] for n in book.notices] == ["第 3 行的要素不是点，也不是面"]
    mixed = collection(feature(area, 名称="甲"), feature(point(120.5, 36.0), 名称="丙"))
    assert read_book(write(tmp_path, mixed)).sheets[0].frame.row(0) == (
        *(1, "名称", "经度", "纬度", "几何"),
    )


def test_another_coordinate_system_is_told_not_converted(tmp_path: Path) -> None:
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3857"}}
    book = read_book(write(tmp_path, collection(feature(point(1, 2)), crs=crs), "a.json"))
    assert book.sheets[0].frame.row(1) == (2, "1", "2")
    assert [notice.value for notice in book.notices] == ["urn:ogc:def:crs:EPSG::3857"]


@pytest.mark.parametrize(
    ("document", "rule"),
    [
        ([[1, 2]], "F2"),
        ({"type": "Feature"}, "F2"),
        (collection() | {"features": 3}, "F4"),
        ('{"type": "FeatureCollection", "features": [', "F4"),
        ("[" * 200_000, "F4"),
    ],
)
def test_other_and_broken_json_is_refused(tmp_path: Path, document: Any, rule: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read_book(write(tmp_path, document))
    assert caught.value.notice.rule == rule

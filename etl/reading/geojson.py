"""GeoJSON feature collections, flattened: properties, 经度 and 纬度 of points, 几何 of polygons."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polars as pl

from etl.reading.address import list_numbers
from etl.reading.model import Limits, Notice
from etl.reading.rules import notice, refusal

LONGITUDE, LATITUDE, SHAPE = "经度", "纬度", "几何"
POLYGONS = ("Polygon", "MultiPolygon")


def read_geojson(path: Path, limits: Limits) -> tuple[pl.DataFrame, list[Notice]]:
    """(frame as in Sheet with the captions in row 1, notices). Raises UnreadableFile."""
    features, crs = _features(path, limits)
    properties = [_mapping(feature.get("properties")) for feature in features]
    names = list(dict.fromkeys(name for mapping in properties for name in mapping))
    points = [_point(feature.get("geometry")) for feature in features]
    columns = {name: [_text(mapping.get(name)) for mapping in properties] for name in names}
    # a property of that name stays what it is: the geometry stands behind it
    shapes = [_shape(feature.get("geometry")) for feature in features]
    places = [(LONGITUDE, [x for x, _ in points]), (LATITUDE, [y for _, y in points])]
    if any(shapes):
        has_points = any(x is not None for x, _ in points)
        places = [*(places if has_points else ()), (SHAPE, shapes)]
    captions = [*columns, *(name for name, _ in places)]
    if len(captions) > limits.columns or len(captions) * len(features) > limits.text_cells:
        raise refusal("F5", f"{len(features):,} 个要素，{len(captions)} 项属性，超过上限", path)
    values = [*columns.values(), *(values for _, values in places)]
    frame = pl.DataFrame(
        {
            f"c{number}": pl.Series([caption, *cells], dtype=pl.String)
            for number, (caption, cells) in enumerate(zip(captions, values, strict=True), start=1)
        }
    )
    return frame.with_row_index("_row", 1), _notices(points, shapes, crs)


def _features(path: Path, limits: Limits) -> tuple[list[dict[str, Any]], str | None]:
    if path.stat().st_size > limits.json_bytes:
        raise refusal("F5", "GeoJSON 文件过大", path)
    try:
        document = json.loads(path.read_bytes())
    except UnicodeDecodeError as error:
        raise refusal("F8", f"文件第 {error.start} 字节处不是合法的 UTF-8 文字", path) from error
    except (ValueError, RecursionError) as error:
        raise refusal("F4", f"文件不完整或不是合法的 JSON（{_where(error)}）", path) from error
    if not isinstance(document, dict) or document.get("type") != "FeatureCollection":
        remedy = "请导出为 GeoJSON 要素集合、CSV 或 Excel 工作簿（.xlsx）再报送"
        message = "JSON 文件不是 GeoJSON 要素集合（FeatureCollection）"
        raise refusal("F2", message, path, remedy=remedy)
    features = document.get("features")
    if not isinstance(features, list) or not all(isinstance(item, dict) for item in features):
        raise refusal("F4", "GeoJSON 的 features 不是要素列表", path)
    crs = _mapping(_mapping(document.get("crs")).get("properties")).get("name")
    return features, crs if isinstance(crs, str) else None


def _where(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"第 {error.lineno} 行第 {error.colno} 列"
    return "嵌套过深" if isinstance(error, RecursionError) else "数值无法识别"


def _mapping(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _point(geometry: object) -> tuple[str | None, str | None]:
    shape = _mapping(geometry)
    place = shape.get("coordinates")
    if shape.get("type") != "Point" or not isinstance(place, list) or len(place) < 2:
        return None, None
    return _text(place[0]), _text(place[1])


def _shape(geometry: object) -> str | None:
    """A polygon as the JSON it came as; its coordinates are judged by who wants outlines."""
    kind = _mapping(geometry).get("type")
    return json.dumps(geometry) if kind in POLYGONS else None


def _text(value: object) -> str | None:
    """A JSON value as the cell it would be: no `.0`, no exponent, lists and objects as JSON."""
    if value is None or value == "":
        return None
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        if value.is_integer():
            return str(int(value))
        text = repr(value)
        return text if "e" not in text else f"{value:.20f}".rstrip("0")
    return str(value) if isinstance(value, int) else json.dumps(value, ensure_ascii=False)


def _notices(
    points: list[tuple[str | None, str | None]], shapes: list[str | None], crs: str | None
) -> list[Notice]:
    notices = []
    read = enumerate(zip(points, shapes, strict=True), start=2)
    without = [row for row, (point, shape) in read if point[0] is None and shape is None]
    if without:
        rows = list_numbers(without)
        also = "，也不是面" if any(shapes) else ""
        notices.append(notice("F16", f"第 {rows} 行的要素不是点{also}，没有取经纬度"))
    if crs and not crs.endswith(("CRS84", "EPSG::4326", "EPSG:4326", "EPSG::4490", "EPSG:4490")):
        notices.append(notice("F16", f"坐标系标为 {crs}，坐标按原样读取，未作转换", value=crs))
    return notices

"""Borders as a deployment supplies them: what is refused and why, what is stored."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from etl.checking.areas import build_register
from etl.checking.check import check_file
from etl.checking.checked import CheckedFile
from etl.contract import load_contracts
from etl.geometry.datum import to_gcj02
from etl.layout import read_layout
from tests.etl.tables import register

LAYOUTS = Path(__file__).parent.parent / "layouts"
NUMBER = "鲁SG(2000)000号"
SQUARE = [[120.4, 36.1], [120.5, 36.1], [120.5, 36.2], [120.4, 36.2], [120.4, 36.1]]
GOOD = {"区(市)代码": "370212", "坐标系": "WGS84", "审图号": NUMBER}


def shape(ring: Any = SQUARE) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": [ring]}


def check(folder: Path, *features: tuple[dict[str, Any], Any], layout: str = "") -> CheckedFile:
    """A GeoJSON of (properties, geometry) checked, with the text of a layout if one is needed."""
    body = [{"type": "Feature", "properties": p, "geometry": g} for p, g in features]
    path = folder / "区(市)界线2026-01-11.geojson"
    document = {"type": "FeatureCollection", "features": body}
    path.write_text(json.dumps(document, ensure_ascii=False), "utf-8")
    told = None
    if layout:
        (folder / "layout.toml").write_text(layout, "utf-8")
        told = read_layout(folder / "layout.toml")
    return check_file(path, contracts=load_contracts(), register=build_register(), layout=told)


def said(checked: CheckedFile) -> list[tuple[str, str]]:
    return [
        (f.rule, f.message.split("：", 1)[1]) for f in checked.all_findings if f.level != "info"
    ]


def test_borders_are_told_by_their_properties_and_stored_as_multipolygons(tmp_path):
    (sheet,) = check(tmp_path, (GOOD, shape())).sheets
    assert (sheet.source, sheet.unit_code, sheet.accepted) == ("district_boundary", "370200", 1)
    row = sheet.rows.row(0, named=True)
    assert (row["area_code"], row["review_number"]) == ("370212", NUMBER)
    stored = json.loads(row["area_boundary"])
    assert stored["type"] == "MultiPolygon"
    assert {tuple(place) for place in stored["coordinates"][0][0]} == {tuple(p) for p in SQUARE}


def test_without_a_review_number_the_whole_file_is_refused_with_the_reason(tmp_path):
    without = {k: v for k, v in GOOD.items() if k != "审图号"}
    checked = check(tmp_path, (without, shape()))
    assert checked.sheets[0].accepted == 0
    assert [f.rule for f in checked.all_findings if f.level == "error"] == ["H4"]
    (told,) = [f for f in checked.all_findings if f.rule == "H4"]
    assert "缺少必填列“审图号”，整张表不能采用" in told.message
    assert "[constants]" in told.remedy


def test_an_empty_review_number_rejects_its_area_alone(tmp_path):
    other = {**GOOD, "区(市)代码": "370202", "审图号": ""}
    checked = check(tmp_path, (GOOD, shape()), (other, shape()))
    assert (checked.sheets[0].accepted, checked.sheets[0].rejected) == (1, 1)
    assert [rule for rule, _ in said(checked)] == ["C1"]


@pytest.mark.parametrize(
    "number",
    [
        "鲁SG(2021)026号",
        "GS(2021)1234号",
        "GS（2024）0650号",
        "GS (2019) 1719号",
        "GS鲁(2022)0012号",
        "京S(2025)041号",
        "成S【2019】003号",
        "青S〔2023〕8号",
    ],
)
def test_the_forms_of_review_numbers_in_use_are_taken(tmp_path, number):
    checked = check(tmp_path, ({**GOOD, "审图号": number}, shape()))
    assert said(checked) == []
    assert checked.sheets[0].rows["review_number"].to_list() == [number]


@pytest.mark.parametrize(
    "number", ["申请中", "GS2021", "GS(2021)号", "2021-026", "GS(1021)1234号", "鲁SG(2021)026"]
)
def test_what_is_no_review_number_is_refused_with_an_example(tmp_path, number):
    checked = check(tmp_path, ({**GOOD, "审图号": number}, shape()))
    ((rule, text),) = said(checked)
    assert rule == "V6"
    assert "鲁SG(2021)026号" in text
    assert checked.sheets[0].accepted == 0


def test_a_layout_gives_the_number_the_date_and_the_codes_in_use(tmp_path):
    layout = f"""
title = "测试"
source = "district_boundary"
[constants]
as_of = "2026-01-11"
coordinate_system = "CGCS2000"
review_number = "{NUMBER}"
[aliases]
area_code = ["adcode"]
[values.area_code]
"370282" = "370215"
"""
    features = [({"adcode": 370282}, shape()), ({"adcode": "崂山区"}, shape())]
    checked = check(tmp_path, *features, layout=layout)
    assert said(checked) == []
    assert checked.sheets[0].rows["area_code"].to_list() == ["370215", "370212"]
    assert set(checked.sheets[0].rows["review_number"]) == {NUMBER}


def test_gcj02_is_brought_to_wgs84(tmp_path):
    moved = [list(to_gcj02((x, y))) for x, y in SQUARE]
    checked = check(tmp_path, ({**GOOD, "坐标系": "火星坐标"}, shape(moved)))
    assert said(checked) == []
    [ring] = json.loads(checked.sheets[0].rows["area_boundary"][0])["coordinates"][0]
    stored = {(round(x, 4), round(y, 4)) for x, y in ring}
    assert stored == {(x, y) for x, y in map(tuple, SQUARE)}


def test_an_unknown_coordinate_system_is_refused(tmp_path):
    checked = check(tmp_path, ({**GOOD, "坐标系": "北京54"}, shape()))
    assert [rule for rule, _ in said(checked)] == ["V3"]


@pytest.mark.parametrize(
    ("geometry", "rule", "text"),
    [
        (shape(SQUARE[:-1]), "S6", "没有闭合"),
        (shape([[y, x] for x, y in SQUARE]), "S1", "疑似填反"),
        (shape([[x - 10, y] for x, y in SQUARE]), "S1", "东经 119～122、北纬 35～37.5"),
        (shape([*SQUARE[:2], [float("nan"), 36], SQUARE[0]]), "S6", "不是有限的数"),
        (None, "C1", "“界线”为空"),
        ({"type": "LineString", "coordinates": SQUARE}, "C1", "“界线”为空"),
    ],
)
def test_a_shape_that_cannot_be_drawn_is_an_error_of_its_row_alone(tmp_path, geometry, rule, text):
    other = {**GOOD, "区(市)代码": "370202"}
    checked = check(tmp_path, (other, shape()), (GOOD, geometry))
    ((found, message),) = said(checked)
    assert (found, text in message) == (rule, True)
    assert checked.sheets[0].rows["area_code"].to_list() == ["370202"]


def test_streets_and_districts_are_not_mixed_up(tmp_path):
    checked = check(tmp_path, ({**GOOD, "区(市)代码": "370212001"}, shape()))
    ((rule, text),) = said(checked)
    assert rule == "V1"
    assert "须填区(市)级" in text


# ------------------------------------------------------------------ real borders


def _real(real_data: Path, name: str, file: str, **changes: Any) -> CheckedFile:
    layout = read_layout(LAYOUTS / f"{name}.toml")
    path = real_data / "boundaries" / file
    given: dict[str, Any] = {"register": build_register(), "layout": layout, **changes}
    return check_file(path, contracts=load_contracts(), **given)


def test_the_ten_districts_load_with_an_old_code_and_a_bracket_in_a_name(real_data):
    (sheet,) = _real(real_data, "qingdao_districts", "qingdao_districts.geojson").sheets
    assert (sheet.read, sheet.accepted, sheet.unclaimed) == (10, 10, 0)
    assert Counter(f.rule for f in sheet.findings) == {"H5": 1, "H8": 1}
    assert set(sheet.rows["area_code"]) == build_register().districts
    assert sheet.rows["area_boundary"].str.len_bytes().sum() < 80_000


def test_an_old_code_nobody_maps_waits_to_be_claimed_under_its_name(real_data):
    layout = replace(read_layout(LAYOUTS / "qingdao_districts.toml"), values=())
    file = "qingdao_districts.geojson"
    (sheet,) = _real(real_data, "qingdao_districts", file, layout=layout).sheets
    assert (sheet.accepted, sheet.unclaimed) == (10, 1)
    assert [f.value for f in sheet.findings if f.rule == "V1"] == ["370282"]


def test_streets_load_by_the_statistical_code_and_those_unknown_wait(real_data):
    file = "qingdao_subdistricts.geojson"
    (sheet,) = _real(real_data, "qingdao_streets", file).sheets
    assert (sheet.read, sheet.accepted, sheet.unclaimed) == (135, 135, 0)  # no register: by form
    known = register(("370212001", "中韩街道"))
    (sheet,) = _real(real_data, "qingdao_streets", file, register=known).sheets
    assert (sheet.accepted, sheet.unclaimed) == (135, 134)


def test_empty_codes_are_told_one_by_one(real_data):
    layout = read_layout(LAYOUTS / "qingdao_streets.toml")
    by_division = replace(
        layout, aliases=(("area_code", ("division_code",)),), ignore=("nbs_code",)
    )
    file = "qingdao_subdistricts.geojson"
    (sheet,) = _real(real_data, "qingdao_streets", file, layout=by_division).sheets
    assert (sheet.accepted, sheet.rejected) == (15, 120)
    assert Counter(f.rule for f in sheet.findings if f.level == "error") == {"C1": 120}


def test_real_borders_share_what_they_shared(real_data):
    (sheet,) = _real(real_data, "qingdao_districts", "qingdao_districts.geojson").sheets
    edges: Counter[tuple[Any, ...]] = Counter()
    for text in sheet.rows["area_boundary"]:
        for polygon in json.loads(text)["coordinates"]:
            for ring in polygon:
                pairs = pairwise(ring)
                edges.update(tuple(sorted(map(tuple, pair))) for pair in pairs)
    shared = sum(count == 2 for count in edges.values())
    assert set(edges.values()) == {1, 2}
    assert shared > 500

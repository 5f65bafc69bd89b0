"""Layouts: refused when wrong, and foreign columns read as ours when right."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from etl.contract import ContractError, load_contracts
from etl.layout import Layout, apply_layout, read_layout
from tests.etl.tables import check_table

GOOD = """
title = "示例布局"
source = "shelter"
ignore = ["备用"]

[constants]
as_of = "2021-03-21"
unit = "370212"
shelter_register = "社区避难场所"
capacity_persons = "100"

[aliases]
shelter_id = ["No"]
shelter_name = ["Name"]

[values.shelter_class]
"park" = "公园"

[[split]]
column = "Point"
separator = ","
into = ["longitude", "latitude"]

[[join]]
into = "hazard_kinds"
flags = { "Quake" = "地震", "Flood" = "洪涝" }

[columns.site_area_m2]
unit = "亩"
multiplier = 666.666667
"""
SHELTER = load_contracts()["shelter"]


def _layout(tmp_path: Path, text: str = GOOD) -> Layout:
    path = tmp_path / "demo.toml"
    path.write_text(text, encoding="utf-8")
    return read_layout(path)


def test_a_layout_is_read_and_frozen(tmp_path):
    layout = _layout(tmp_path)
    assert (layout.source, layout.unit, layout.as_of) == ("shelter", "370212", "2021-03-21")
    assert dict(layout.constants) == {
        "shelter_register": "社区避难场所",
        "capacity_persons": "100",
    }
    with pytest.raises(FrozenInstanceError):
        layout.source = "area"  # type: ignore[misc]


def test_the_hash_follows_the_content_not_the_place(tmp_path):
    (tmp_path / "other").mkdir()
    assert _layout(tmp_path).hash == _layout(tmp_path / "other").hash
    assert _layout(tmp_path).hash != _layout(tmp_path, GOOD.replace('"No"', '"Nr"')).hash


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('title = "示例布局"', 'title = "示例布局"\nfilter = "x > 1"', "不认识的键 filter"),
        ('title = "示例布局"', "", "缺少 title"),
        ('title = "示例布局"', 'title = "示例', "不是合格的 TOML"),
        ('shelter_id = ["No"]', 'shelter_id = "No"', "应为文字的列表"),
        ('separator = ","', 'separator = ","\npattern = "(.)"', "之一"),
        ('separator = ","', 'pattern = "("', "不是合格的正则"),
        ('separator = ","', 'pattern = "(.+)"', "1 个组，into 有 2 列"),
        ('into = "hazard_kinds"', 'into = "hazard_kinds"\nmode = "or"', "不认识的键 mode"),
        ('flags = { "Quake" = "地震", "Flood" = "洪涝" }', "", "须写 into 和 flags"),
        ('unit = "亩"', 'unit = "亩"\ntype = "text"', "不认识的键 type"),
    ],
)
def test_a_faulty_layout_is_refused_with_its_place(tmp_path, old, new, said):
    assert old in GOOD
    with pytest.raises(ContractError, match=r"布局 demo\.toml") as refused:
        _layout(tmp_path, GOOD.replace(old, new, 1))
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("shelter_name =", "no_such ="),
        ("[values.shelter_class]", "[values.no_such]"),
        ('"longitude", "latitude"', '"longitude", "no_such"'),
        ('into = "hazard_kinds"', 'into = "no_such"'),
        ("[columns.site_area_m2]", "[columns.no_such]"),
        ("shelter_register =", "no_such ="),
    ],
)
def test_a_column_that_the_contract_does_not_have_is_refused(tmp_path, old, new):
    layout = _layout(tmp_path, GOOD.replace(old, new, 1))
    with pytest.raises(ContractError, match="没有列 no_such"):
        apply_layout(SHELTER, layout)


def test_a_layout_of_another_source_is_refused(tmp_path):
    with pytest.raises(ContractError, match="用于 shelter，不是 area"):
        apply_layout(load_contracts()["area"], _layout(tmp_path))


def test_a_missing_layout_file_is_refused(tmp_path):
    with pytest.raises(ContractError, match="打不开"):
        read_layout(tmp_path / "none.toml")


TABLE = [
    ["No", "Name", "Point", "Quake", "Flood", "建设类型", "占地面积", "备用"],
    ["S1", "甲", "120.5, 36.1", "是", "1", "park", "3", "x"],
    ["S2", "乙", "120.6,36.2", "", "是", "学校", "", "y"],
    ["S3", "丙", "120.7", "?", "否", "—", "", ""],
]


def test_foreign_columns_are_read_as_ours(tmp_path):
    checked = check_table(TABLE, layout=_layout(tmp_path), unit=None, as_of=None)

    assert (checked.source, checked.unit_code, str(checked.as_of)) == (
        "shelter",
        "370212",
        "2021-03-21",
    )
    assert (checked.read, checked.accepted, checked.rejected) == (3, 2, 1)
    rows = checked.rows.to_dicts()
    assert [(r["longitude"], r["latitude"]) for r in rows] == [(120.5, 36.1), (120.6, 36.2)]
    assert [r["hazard_kinds"] for r in rows] == [["earthquake", "flood"], ["flood"]]
    assert [r["shelter_class"] for r in rows] == ["park", "school"]
    assert [r["site_area_m2"] for r in rows] == [2000.000001, None]
    assert {r["shelter_register"] for r in rows} == {"community"}
    assert {r["capacity_persons"] for r in rows} == {100}


def test_findings_of_made_columns_point_at_the_cells_they_come_from(tmp_path):
    checked = check_table(TABLE, layout=_layout(tmp_path), unit=None, as_of=None)
    errors = [(f.rule, f.cell) for f in checked.findings if f.level == "error"]
    assert errors == [("C1", "C4"), ("V3", "D4")]


def test_ignored_columns_are_left_out_but_said(tmp_path):
    checked = check_table(TABLE, layout=_layout(tmp_path), unit=None, as_of=None)
    assert ["备用" in f.message for f in checked.findings if f.rule == "H5"] == [True]


def test_splitting_by_a_pattern(tmp_path):
    text = GOOD.replace('separator = ","', "pattern = 'E([0-9.]+) N([0-9.]+)'")
    table = [
        [*row[:2], cell, *row[3:]]
        for row, cell in zip(TABLE, ["Point", "E120.5 N36.1", "E120.6 N36.2", "x"], strict=True)
    ]
    checked = check_table(table, layout=_layout(tmp_path, text), unit=None, as_of=None)
    assert checked.rows["latitude"].to_list() == [36.1, 36.2]

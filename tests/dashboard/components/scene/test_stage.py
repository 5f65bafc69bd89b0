"""The scene as the server writes it: the flat map, what is drawn from, the list, what is left."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from dashboard.components import pointmap
from dashboard.components.frame import Content
from dashboard.components.scene import columns, common, stage
from dashboard.view import View
from tests.dashboard import demo
from tests.dashboard.conftest import content, empty, text_of
from warehouse.common.audience import ANALYST, ROLE_VARIABLE

BARE = "370212004005"  # a community without any of them


def drawn(view: View) -> Content:
    """The tile."""
    return content(stage.chart(view))


def packed(view: View) -> dict[str, Any]:
    """What the browser draws from."""
    [text] = re.findall(
        r'<script type="application/json">(.*?)</script>', str(drawn(view).body), re.DOTALL
    )
    told: dict[str, Any] = json.loads(text)
    return told


def test_the_title_counts_the_kinds_apart_and_the_packed_columns_are_as_many() -> None:
    view = demo.view()
    told = packed(view)
    counts = [
        int(n) for n in re.findall(r"(?:隐患点|场所|终端)(\d+)[处个]", str(drawn(view).title))
    ]
    kinds = [sign[0] for sign in told["signs"]]
    assert counts == [
        sum(kinds[sign] == kind for sign in told["sign"]) for kind in range(len(common.KINDS))
    ]
    assert len(told["x"]) == sum(counts) == drawn(view).rows
    lists = ("x", "y", "height", "sign", "area", "alone", "name", "facts")
    assert {len(told[name]) for name in lists} == {sum(counts)}


def test_the_ringed_in_the_title_are_those_ringed_in_the_drawing() -> None:
    view = demo.view()
    [said] = re.findall(r"带圈的(\d+)处", str(drawn(view).title))
    assert int(said) == sum(packed(view)["alone"])
    assert f"没有避难场所 {said}处" in text_of(drawn(view).body)


def test_no_coordinate_is_written_out() -> None:
    view = demo.view(demo.LAOSHAN)
    assert not re.search(r"1[12]\d\.\d{3}|3[5-7]\.\d{4}", str(drawn(view).body))


def test_positions_lie_within_the_plane() -> None:
    told = packed(demo.view())
    assert min(told["x"] + told["y"]) >= 0
    assert max(told["x"] + told["y"]) <= 100 * 100


def test_every_column_says_its_measure_first_and_its_area_by_name() -> None:
    view = demo.view(demo.LAOSHAN)
    told = packed(view)
    for facts in told["facts"]:
        assert "：" in told["words"][facts[0]]
    assert all(names.startswith("崂山区") for _, names, level in told["areas"] if level)


def test_what_is_drawn_follows_the_kind_that_is_chosen() -> None:
    view = demo.view(demo.LAOSHAN, show=common.SHELTERS)
    told = packed(view)
    assert {sign[1] for sign in told["signs"]} == {"block"}
    assert "最大的是" in str(drawn(view).title)
    assert "预警广播终端列表" not in str(drawn(view).body)


def test_kinds_of_unlike_measures_are_said_not_to_compare() -> None:
    assert "高矮只在同一类里比" in text_of(drawn(demo.view()).body)
    alone = text_of(drawn(demo.view(show=common.HAZARDS)).body)
    assert "高矮只在同一类里比" not in alone
    assert "柱高按险情等级，一级一档" in alone


def test_the_flat_map_draws_all_where_they_are_few_and_the_sites_where_they_are_many() -> None:
    few = str(drawn(demo.view(demo.STREET)).body)
    assert few.count('class="mark') > few.count("data-tip") > 100
    many = text_of(drawn(demo.view()).body)
    assert "平面图只画隐患点" in many


def test_the_flat_map_rings_the_same_sites() -> None:
    view = demo.view()
    placed = re.findall(r'<i class="ring" style="left:', str(drawn(view).body))
    assert len(placed) == sum(packed(view)["alone"])


def test_counts_in_cells_have_no_rings_and_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pointmap, "MOST_POINTS", 100)
    assert "按格计数，不画圈" in text_of(drawn(demo.view()).body)


def test_the_gravest_of_each_kind_are_drawn_and_the_rest_is_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(stage, "MOST_EACH", 10)
    view = demo.view()
    told = packed(view)
    by_kind, _ = columns.every(view)
    names = [one.name for kind in by_kind.values() for one in kind[:10]]
    assert told["name"] == names
    every = sum(map(len, by_kind.values()))
    assert f"每类只画前10个，另有{every - 30:,}个未画" in text_of(drawn(view).note)


def test_a_name_of_the_list_picks_its_own_column() -> None:
    view = demo.view(demo.LAOSHAN)
    names = packed(view)["name"]
    picks = re.findall(r'data-pick="(\d+)"[^>]*>([^<]+)<', str(drawn(view).body))
    assert len(picks) > 100
    assert all(names[int(n)] == name for n, name in picks)


def test_an_area_without_any_of_them_says_so() -> None:
    assert empty(stage.chart(demo.view(BARE))).reason == "无数据"


def test_sites_without_a_position_are_listed_and_counted_but_not_drawn(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    view = demo.view(demo.STREET, show=common.HAZARDS)
    rows = stage.columns.scene.sites(view.version, demo.STREET, "all", view.as_of)
    hidden = rows.with_columns(longitude=rows["longitude"].scatter(0, None))
    monkeypatch.setattr(stage.columns.scene, "sites", lambda *_: hidden)
    tile = drawn(view)
    assert tile.rows == rows.height - 1
    assert "未填经纬度的未画：隐患点1处" in text_of(tile.note)
    assert f"隐患点列表：{rows.height}处" in str(tile.body)
    none = rows.with_columns(longitude=rows["longitude"] * None)
    monkeypatch.setattr(stage.columns.scene, "sites", lambda *_: none)
    assert empty(stage.chart(view)).reason == "登记的对象都没有填写经纬度"


def test_a_kind_that_the_edition_lacks_is_told_and_the_others_are_drawn(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(ROLE_VARIABLE, ANALYST)
    tile = drawn(demo.view())
    assert "隐患点：本版不含，未画" in text_of(tile.note)
    assert "隐患点" not in str(tile.title)


def test_words_that_could_end_the_element_are_written_as_escapes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    view = demo.view(demo.STREET, show=common.HAZARDS)
    rows = stage.columns.scene.sites(view.version, demo.STREET, "all", view.as_of)
    named = rows.with_columns(site_name=rows["site_name"].scatter(0, "</script><b>"))
    monkeypatch.setattr(stage.columns.scene, "sites", lambda *_: named)
    assert packed(view)["name"][0] == "</script><b>"
    assert "</script><b>" not in str(drawn(view).body)

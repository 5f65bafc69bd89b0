"""From the words of a command to what is exported: whatever is not there is told with what is."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from dashboard.export import order
from dashboard.export.errors import BadOrder
from dashboard.menu import PAGES
from dashboard.view import Area, Areas

WEEKS = (date(2021, 3, 7), date(2021, 3, 14), date(2021, 3, 28))
CITY = Area("370200", "青岛市", "青岛", "city", None)
LAOSHAN = Area("370212", "崂山区", "崂山", "district", "370200")
KNOWN = Areas.of((CITY, LAOSHAN))


@pytest.mark.parametrize(
    ("text", "as_of"),
    [(None, WEEKS[-1]), ("2021-W10", WEEKS[1]), ("2021w09", WEEKS[0]), (" 2021-W12 ", WEEKS[2])],
)
def test_a_week_is_read_as_its_sunday_and_the_newest_without_one(
    text: str | None, as_of: date
) -> None:
    assert order.week(text, WEEKS) == as_of


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2021-03-21", "应写作 2021-W11"),
        ("十一周", "应写作 2021-W11"),
        ("2021-W54", "没有“2021-W54”这一周"),
        ("2021-W00", "没有“2021-W00”这一周"),
        ("0000-W01", "没有“0000-W01”这一周"),
        ("2021-W30", "还没有数据：最新一期是 2021-W12，2021年第12周"),
        ("2020-W30", "没有数据：第一期是 2021-W09"),
        ("2021-W11", "没有数据：它之前最近的一期是 2021-W10"),
    ],
)
def test_a_week_that_is_none_or_has_no_data_is_told(text: str, said: str) -> None:
    with pytest.raises(BadOrder) as bad:
        order.week(text, WEEKS)
    assert said in str(bad.value)


def test_areas_are_named_by_code_or_name_each_once_and_the_city_without_any() -> None:
    assert order.areas(None, KNOWN) == (CITY,)
    assert order.areas("崂山、370200，370212", KNOWN) == (LAOSHAN, CITY)


def test_an_unknown_area_is_told() -> None:
    with pytest.raises(BadOrder, match="地区“浮山区”行政区划登记中没有"):
        order.areas("370200,浮山区", KNOWN)


def test_pages_are_named_by_name_or_title_and_come_in_the_order_of_the_menu() -> None:
    assert [page.name for page in order.pages("普查进度,overview")] == ["overview", "census"]
    assert order.pages(None) == tuple(page for page in PAGES if page.in_bulletin)


@pytest.mark.parametrize(
    ("text", "said"),
    [("overviews", "“overviews”：没有这一页。可用：overview（总览）"), ("调度台", "不进简报")],
)
def test_a_page_that_is_none_or_not_printed_is_told(text: str, said: str) -> None:
    with pytest.raises(BadOrder) as bad:
        order.pages(text)
    assert said in str(bad.value)


def test_what_an_export_of_some_pages_lacks_is_known_by_title() -> None:
    printed = [page for page in PAGES if page.in_bulletin]
    assert order.lacking([page.name for page in printed]) == []
    assert order.lacking([page.name for page in printed[2:]]) == ["总览", "普查进度"]


def test_each_audience_has_a_folder_of_its_own(tmp_path: Path) -> None:
    assert order.target(None, tmp_path, "2021-W11", "full") == tmp_path / "2021-W11"
    assert order.target(None, tmp_path, "2021-W11", "public") == tmp_path / "2021-W11.public"


def test_a_folder_that_is_new_or_empty_or_an_earlier_export_may_be_taken(tmp_path: Path) -> None:
    earlier = tmp_path / "earlier"
    for folder in (earlier, tmp_path / "empty"):
        folder.mkdir()
    told = {"version": "v", "week": "2021-W11", "role": "full", "files": {}}
    (earlier / "manifest.json").write_text(json.dumps(told), "utf-8")
    for free in (tmp_path / "new", tmp_path / "empty", earlier):
        assert order.target(free, tmp_path / "export", "2021-W11", "full") == free


@pytest.mark.parametrize(
    ("week", "role", "said"),
    [
        ("2021-W10", "full", "里面是另一份导出（2021-W10，角色 full）"),
        ("2021-W11", "public", "里面是另一份导出（2021-W11，角色 public）"),
    ],
)
def test_an_export_of_another_week_or_for_others_is_not_replaced(
    tmp_path: Path, week: str, role: str, said: str
) -> None:
    told = {"version": "v", "week": week, "role": role, "files": {}}
    (tmp_path / "other").mkdir()
    (tmp_path / "other/manifest.json").write_text(json.dumps(told), "utf-8")
    with pytest.raises(BadOrder) as bad:
        order.target(tmp_path / "other", tmp_path / "export", "2021-W11", "full")
    assert said in str(bad.value)


def test_a_folder_that_holds_anything_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents/letter.txt").touch()
    (tmp_path / "manifests").mkdir()
    (tmp_path / "manifests/manifest.json").write_text('{"version": "of something else"}')
    (tmp_path / "export").mkdir()
    for taken, said in (
        ("documents", "里面有别的文件"),
        ("manifests", "里面有别的文件"),
        ("documents/letter.txt", "是一个文件"),
        ("export", "数据就在这里面"),
    ):
        with pytest.raises(BadOrder, match=said):
            order.target(tmp_path / taken, tmp_path / "export", "2021-W11", "full")

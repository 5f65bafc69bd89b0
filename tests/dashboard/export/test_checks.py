"""What must not be printed is named, with the tile where one is to blame."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image, ImageDraw

from dashboard import read
from dashboard.export import checks
from dashboard.export.errors import Faulty
from dashboard.view import View
from tests.dashboard import small

PLACE = "总览（青岛市）"
RATE = "census_task_completion_rate"


def seen(**other: Any) -> dict[str, Any]:
    """What a page without fault looks like."""
    tiles = [
        {"id": "headline", "state": "done", "rows": 3, "title": "一", "box": [0, 0, 10, 10]},
        {"id": "late", "state": "empty", "rows": 0, "title": "二", "box": [0, 0, 10, 10]},
        {"id": "source", "state": "done", "rows": 1, "title": "三", "box": None},
    ]
    fine = {
        "ready": {"tiles": "3", "done": "2", "empty": "1", "error": "0"},
        "tiles": tiles,
        "present": ["headline", "late", "source"],
        "waiting": [],
        "broken": [],
        "missing": [],
        "cut": [],
        "figures": [],
    }
    return {**fine, **other}


def changed(place: int, **facts: Any) -> list[dict[str, Any]]:
    tiles = seen()["tiles"]
    tiles[place] |= facts
    return list(tiles)


def test_a_page_with_all_tiles_done_or_empty_is_complete() -> None:
    checks.complete(seen(), PLACE)
    checks.legible(seen(), PLACE)


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ({"tiles": changed(1, state="error")}, "板块 late：本板块出错"),
        ({"present": ["headline", "source"]}, "板块 late：声明的板块与页面上的不一致"),
        (
            {"present": ["headline", "late", "source", "old"]},
            "板块 old：声明的板块与页面上的不一致",
        ),
        ({"present": ["headline", "late", "late", "source"]}, "出现了两次"),
        ({"tiles": changed(0, box=None)}, "板块 headline：没有显示出来"),
        ({"waiting": ["正在计算"]}, "还有等候或出错的标志：正在计算"),
        ({"ready": {"tiles": "4", "done": "2", "empty": "1", "error": "0"}}, "清单自相矛盾"),
    ],
)
def test_a_page_that_is_not_complete_is_told(fault: dict[str, Any], said: str) -> None:
    with pytest.raises(Faulty) as faulty:
        checks.complete(seen(**fault), PLACE)
    assert str(faulty.value).startswith(PLACE)
    assert said in str(faulty.value)


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ({"missing": ["\ue000"]}, "“\ue000”（U+E000）"),
        ({"broken": ["x.png"]}, "有图片没有加载：x.png"),
        ({"cut": [{"tile": "late", "text": "很长的"}]}, "板块 late：“很长的”超出边界"),
    ],
)
def test_a_page_that_cannot_be_read_is_told(fault: dict[str, Any], said: str) -> None:
    with pytest.raises(Faulty) as faulty:
        checks.legible(seen(**fault), PLACE)
    assert said in str(faulty.value)


# ------------------------------------------------------------------ figures


def figure(view: View, value: float | None, text: str, **other: Any) -> dict[str, Any]:
    facts = {"metric": RATE, "area": small.LAOSHAN, "as_of": view.as_of.isoformat()}
    told = {"value": "" if value is None else repr(value), "text": text, "tile": "ranking"}
    return {**facts, **told, "is_seen": True, **other}


def test_figures_that_equal_the_warehouse_s_are_listed_where_they_are_printed(
    view_of: Callable[..., View],
) -> None:
    view = view_of(small.LAOSHAN)
    own = read.value(view.version, RATE, small.LAOSHAN, view.as_of)
    assert own is not None
    assert own.value is not None
    text = f"{own.value * 100:.1f}%" if own.value < 1 else "100%"
    page = seen(
        figures=[figure(view, own.value, text), figure(view, own.value, text, is_seen=False)]
    )
    [printed] = checks.figures(page, view, PLACE, "overview-370212")
    assert (printed.value, printed.text, printed.place, printed.tile) == (
        *(own.value, text),
        *("overview-370212", "ranking"),
    )
    assert printed.against == "metrics.value"


@pytest.mark.parametrize("is_seen", [True, False])
def test_a_figure_that_is_not_the_warehouse_s_is_told_with_both(
    view_of: Callable[..., View], is_seen: bool
) -> None:
    view = view_of(small.LAOSHAN)
    page = seen(figures=[figure(view, 0.123, "12.3%", is_seen=is_seen)])
    with pytest.raises(Faulty, match=r"板块 ranking：.*为 0\.123，而库中（metrics\.value）为 "):
        checks.figures(page, view, PLACE, "overview-370212")


def test_a_figure_that_is_written_wrong_is_told(view_of: Callable[..., View]) -> None:
    view = view_of(small.LAOSHAN)
    own = read.value(view.version, RATE, small.LAOSHAN, view.as_of)
    assert own is not None
    page = seen(figures=[figure(view, own.value, "12.3%")])
    with pytest.raises(Faulty, match=r"写的是“12\.3%”，而值是"):
        checks.figures(page, view, PLACE, "overview-370212")


# ------------------------------------------------------------------ pictures


def picture(at: tuple[int, int, int, int] = (20, 20, 60, 60)) -> Image.Image:
    made = Image.new("RGB", (200, 100), "white")
    ImageDraw.Draw(made).rectangle(at, fill="navy")
    return made


def test_a_picture_with_something_in_its_middle_is_whole() -> None:
    checks.whole(picture(), (200, 100), PLACE)


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (Image.new("RGB", (200, 100), "white"), "一片空白"),
        (Image.new("RGB", (200, 100), "navy"), "一片空白"),
        (picture().crop((0, 0, 200, 90)), "图片为 "),
        (picture((150, 20, 199, 60)), "右边有内容贴边"),
        (picture((0, 20, 50, 60)), "左边有内容贴边"),
    ],
)
def test_a_picture_that_is_blank_or_cut_is_told(made: Image.Image, said: str) -> None:
    with pytest.raises(Faulty) as faulty:
        checks.whole(made, (200, 100), PLACE)
    assert said in str(faulty.value)

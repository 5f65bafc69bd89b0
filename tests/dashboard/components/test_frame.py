"""Tiles report what became of them; one that fails does not take the others along."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable

import pytest

from dashboard.components.frame import Content, Empty, Frame
from dashboard.view import View
from tests.dashboard.conftest import text_of


def done(view: View) -> Content:
    return Content("结论", "内容", rows=3)


def nothing(view: View) -> Empty:
    return Empty("题目", "无数据", "还没有报送")


def broken(view: View) -> Content:
    raise RuntimeError("/secret/path: select password from users")


def test_the_manifest_counts_states_and_lists_tiles(view_of: Callable[..., View]) -> None:
    frame = Frame(view_of())
    for name, build in (("a", done), ("b", nothing), ("c", broken), ("d", done)):
        frame.tile(name, build)
    told = frame.manifest()["attributes"]
    counts = [told[f"data-{name}"] for name in ("tiles", "done", "empty", "error")]
    assert counts == [4, 2, 1, 1]
    assert json.loads(told["data-tiles-json"])[:2] == [
        {"id": "a", "state": "done", "rows": 3},
        {"id": "b", "state": "empty", "rows": 0},
    ]
    assert told["data-area"] == "370200"
    assert told["data-asof"] == "2021-04-25"
    assert told["data-version"] == frame.view.version


def test_a_failed_tile_shows_a_number_and_logs_the_rest(
    view_of: Callable[..., View], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        card = Frame(view_of()).tile("c", broken)
    shown = text_of(card)
    assert "本板块暂时无法显示" in shown
    assert "secret" not in card
    assert "RuntimeError" not in card
    number = shown.split("编号 ")[1].split(" ")[0]
    assert number in caplog.text
    assert "select password" in caplog.text


def test_a_tile_carries_a_digest_of_what_it_shows(view_of: Callable[..., View]) -> None:
    frame = Frame(view_of())
    card = frame.tile("a", done)
    [listed] = frame.manifest()["tiles"]
    assert f'data-digest="{listed["digest"]}"' in card
    assert listed["digest"] == Frame(view_of()).tile("a", done).split('data-digest="')[1][:16]


def test_an_empty_tile_says_why_and_what_would_help(view_of: Callable[..., View]) -> None:
    said = text_of(Frame(view_of()).tile("b", nothing))
    assert said == "题目无数据还没有报送"


def test_two_tiles_of_one_name_are_a_mistake(view_of: Callable[..., View]) -> None:
    frame = Frame(view_of())
    frame.tile("a", done)
    with pytest.raises(ValueError, match="两次"):
        frame.tile("a", done)


def test_a_tile_is_built_once_for_equal_views_and_anew_for_others(
    view_of: Callable[..., View],
) -> None:
    built: list[str] = []

    def counting(view: View, name: str) -> Content:
        built.append(f"{view.area.code} {name}")
        return Content("题", view.area.name, rows=1)

    for area, name in (("370212", "a"), ("370212", "a"), ("370212", "b"), ("370202", "a")):
        assert view_of(area).area.name in Frame(view_of(area)).tile("t", counting, name)
    assert built == ["370212 a", "370212 b", "370202 a"]


def test_a_failure_is_not_kept(view_of: Callable[..., View]) -> None:
    tries: list[int] = []

    def recovering(view: View) -> Content:
        tries.append(1)
        if len(tries) == 1:
            raise RuntimeError("暂时读不到")
        return Content("题", "好了", rows=1)

    assert "error" in Frame(view_of()).tile("t", recovering)
    assert "好了" in Frame(view_of()).tile("t", recovering)

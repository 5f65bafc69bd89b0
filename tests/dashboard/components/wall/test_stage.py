"""What stands around a scene."""

from __future__ import annotations

from collections.abc import Callable

from dashboard.components.wall import stage
from dashboard.view import View
from tests.dashboard.conftest import text_of


def test_the_head_names_scene_area_week_data_version_mark_and_turn(
    view_of: Callable[..., View],
) -> None:
    view = view_of()
    said = text_of(stage.stage(view, "总览", stage.Place(2, 6), ["网址不对。"], "正文"))
    version = view.version.rpartition("-")[2]
    for text in ("总览", "青岛市", "数据截至2021年", f"版本 {version}", "演示数据", "第 2/6 屏"):
        assert text in said
    assert said.endswith("网址不对。")


def test_many_scenes_are_counted_not_drawn(view_of: Callable[..., View]) -> None:
    view = view_of()
    assert str(stage.stage(view, "", stage.Place(1, stage.DOTS), [], "")).count("<i") == stage.DOTS
    assert "<i" not in stage.stage(view, "", stage.Place(1, stage.DOTS + 1), [], "")
    assert "<i" not in stage.stage(view, "", stage.Place(1, 1), [], "")

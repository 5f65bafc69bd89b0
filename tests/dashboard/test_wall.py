"""What a run of the wall screen gives, or refuses to give, to the browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dashboard import wall
from dashboard.app_pages.wall import SCENES, Scene
from dashboard.components.frame import Content
from dashboard.view import View


def test_a_scene_with_a_broken_tile_is_not_shown(view_of: Callable[..., View]) -> None:
    def broken(view: View) -> Content:
        raise ValueError(view.version)

    scene = Scene("示例", lambda frame: frame.tile("broken", broken))
    with pytest.raises(wall.BrokenScene, match="broken"):
        wall.compose(wall.WallFrame(view_of()), scene)


def test_the_manifest_names_the_scene(view_of: Callable[..., View]) -> None:
    frame = wall.WallFrame(view_of(), scene="late")
    wall.compose(frame, SCENES["late"])
    attributes = frame.manifest()["attributes"]
    assert (attributes["data-scene"], attributes["data-tiles"]) == ("late", 1)


def test_every_scene_has_a_title_of_its_own() -> None:
    assert len(set(wall.titles().values())) == len(SCENES)

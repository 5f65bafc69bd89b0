"""What the wall screen's address asks for."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dashboard import rotation
from dashboard.rotation import Rotation
from dashboard.view import Areas, View
from tests.dashboard import small

SCENES = {"overview": "总览", "late": "滞后事项", "census": "普查进度"}


@pytest.fixture
def areas(view_of: Callable[..., View]) -> Areas:
    return view_of().areas


def _stops(found: Rotation) -> list[tuple[str, str]]:
    return [(stop.scene, stop.area.code) for stop in found.stops]


def test_a_bare_address_shows_every_scene_of_the_city(areas: Areas) -> None:
    found = rotation.resolve({}, areas, SCENES)
    assert _stops(found) == [(name, small.CITY) for name in SCENES]
    assert (found.seconds, found.notices) == (rotation.DEFAULT_SECONDS, ())


def test_the_scenes_of_one_area_come_before_those_of_the_next(areas: Areas) -> None:
    query = {"pages": "census,总览", "areas": f"{small.LAOSHAN}，平度市", "seconds": "30"}
    found = rotation.resolve(query, areas, SCENES)
    assert _stops(found) == [
        (scene, area) for area in (small.LAOSHAN, small.PINGDU) for scene in ("census", "overview")
    ]
    assert (found.seconds, found.notices) == (30, ())


def test_an_unknown_scene_is_named_with_the_options_and_the_rest_goes_on(areas: Areas) -> None:
    found = rotation.resolve({"pages": "late,foo"}, areas, SCENES)
    assert _stops(found) == [("late", small.CITY)]
    assert found.notices == (
        "网址中没有“foo”这一屏（可选总览、滞后事项、普查进度），其余照常轮换。",
    )


def test_only_unknown_scenes_show_all_of_them(areas: Areas) -> None:
    found = rotation.resolve({"pages": "foo"}, areas, SCENES)
    assert len(found.stops) == len(SCENES)
    assert "已改为轮换全部各屏" in found.notices[0]


def test_an_unknown_area_is_named(areas: Areas) -> None:
    found = rotation.resolve({"areas": f"999999,{small.LAOSHAN}"}, areas, SCENES)
    assert {stop.area.code for stop in found.stops} == {small.LAOSHAN}
    assert found.notices == ("网址中的地区“999999”行政区划登记中没有，其余照常轮换。",)
    found = rotation.resolve({"areas": "999999"}, areas, SCENES)
    assert {stop.area.code for stop in found.stops} == {small.CITY}
    assert "已改为显示青岛市" in found.notices[0]


@pytest.mark.parametrize(
    ("asked", "seconds", "told"),
    [
        ("4", rotation.FASTEST, "每屏最短5秒"),
        ("0", rotation.FASTEST, "每屏最短5秒"),
        ("601", rotation.SLOWEST, "每屏最长600秒"),
        ("9" * 5000, rotation.SLOWEST, "每屏最长600秒"),
        ("-3", rotation.DEFAULT_SECONDS, "不是整数"),
        ("abc", rotation.DEFAULT_SECONDS, "“abc”不是整数"),
        ("٣٠", rotation.DEFAULT_SECONDS, "不是整数"),
    ],
)
def test_seconds_have_bounds_and_are_explained(
    areas: Areas, asked: str, seconds: int, told: str
) -> None:
    found = rotation.resolve({"seconds": asked}, areas, SCENES)
    assert found.seconds == seconds
    assert told in found.notices[0]


def test_a_round_has_a_last_scene(areas: Areas) -> None:
    every = ",".join(area.code for area in areas.all)
    found = rotation.resolve({"areas": every}, areas, SCENES)
    assert len(found.stops) == rotation.MOST
    assert "一轮最多60屏" in found.notices[0]

"""What 三维场景 reads: whether a shelter is near a site is the distance on the sphere."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from dashboard.reading import scene
from tests.dashboard import demo

RADIUS_M, REACH_M = 6_371_008.8, 1000.0


@pytest.fixture(autouse=True)
def _use_demo(demo_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PUCHA_DATA", str(demo_home))


def metres(one: dict[str, float], other: dict[str, float]) -> float:
    """Great-circle distance, by the law of cosines: another formula than the query's."""
    east = math.radians(one["longitude"] - other["longitude"])
    a, b = math.radians(one["latitude"]), math.radians(other["latitude"])
    cosine = math.sin(a) * math.sin(b) + math.cos(a) * math.cos(b) * math.cos(east)
    return RADIUS_M * math.acos(min(1.0, cosine))


def test_a_shelter_is_near_when_any_of_the_city_s_lies_within_the_reach() -> None:
    view = demo.view()
    shelters = scene.shelters(view.version, demo.CITY, view.as_of).to_dicts()
    sites = scene.sites(view.version, demo.LAOSHAN, "all", view.as_of).to_dicts()
    sites += scene.sites(view.version, "370215", "all", view.as_of).to_dicts()
    judged = set()
    for site in sites:
        nearest = min(metres(site, shelter) for shelter in shelters)
        assert abs(nearest - REACH_M) > 0.1, "too close to call by another formula"
        assert site["has_shelter_near"] is (nearest <= REACH_M), site["site_name"]
        judged.add(site["has_shelter_near"])
    assert judged == {True, False}


def test_the_parts_of_the_city_add_up_to_it() -> None:
    view = demo.view()
    districts = [area.code for area in view.areas.children(view.areas.city)]
    for ask in (scene.shelters, scene.terminals):
        parts = sum(ask(view.version, code, view.as_of).height for code in districts)
        assert parts == ask(view.version, demo.CITY, view.as_of).height > 0


def test_sites_are_those_on_the_register_that_week_and_no_other() -> None:
    early, late = (
        scene.sites(demo.view().version, demo.CITY, "all", week)
        for week in (demo.FIRST, demo.NEWEST)
    )
    assert early.height > late.height > 0
    assert early["site_id"].n_unique() == early.height


def test_the_gravest_come_first() -> None:
    view = demo.view()
    rows = scene.sites(view.version, demo.CITY, "all", view.as_of)
    overdue = rows["is_overdue"].to_list()
    assert overdue == sorted(overdue, reverse=True)
    treated = rows["is_treated"].to_list()
    assert treated == sorted(treated)

"""Borders: which are in force, their edges, and which objects lie outside what they name."""

from __future__ import annotations

import math
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sql.harness import rows
from tests.sql.returns import (
    CHENGYANG,
    CITY,
    LAOSHAN,
    SQUARE,
    STREET,
    Ring,
    border,
    build,
    register,
    site,
)
from tests.sql.returns import shelter as sheltered

W11 = "2021-03-21"
SECOND_STREET = "370212002"
M = 111_320
INNER = ((120.45, 36.15), (120.45, 36.25), (120.55, 36.25), (120.55, 36.15))


def at(east: float, north: float, **more: Any) -> dict[str, Any]:
    return site("A", W11, longitude=east, latitude=north, **more)


def outside(*sites: dict[str, Any], **borders: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    warehouse = build("marts.point_outside", hazard_site=list(sites), **borders)
    return rows(
        warehouse, "select object_id, boundary_code, distance_m from marts.point_outside order by 2"
    )


def test_without_borders_nothing_is_outside() -> None:
    assert outside(at(121.9, 37.4)) == []


def test_a_point_outside_its_district_is_told_with_its_distance() -> None:
    found = outside(at(120.7, 36.2), district_boundary=[border(LAOSHAN)])
    expected = 0.1 * M * math.cos(math.radians(36.2))
    assert found == [("A", LAOSHAN, round(expected))]


def test_a_point_inside_or_in_a_disputed_strip_is_not_told() -> None:
    def found(metres: float) -> int:
        return len(outside(at(120.5, 36.3 + metres / M), district_boundary=[border(LAOSHAN)]))

    assert [found(m) for m in (-5000, -1, 1, 500, 599, 601)] == [0, 0, 0, 0, 0, 1]


def test_a_point_in_a_hole_is_outside() -> None:
    found = outside(at(120.5, 36.2), district_boundary=[border(LAOSHAN, SQUARE, INNER)])
    assert [row[1] for row in found] == [LAOSHAN]


def test_street_and_district_are_judged_each_by_its_own_border() -> None:
    small = tuple((x / 10 + 108.4, y / 10 + 32.5) for x, y in SQUARE)  # a tenth, around 120.45
    borders = {"district_boundary": [border(LAOSHAN)], "street_boundary": [border(STREET, small)]}
    assert [row[1] for row in outside(at(120.59, 36.29), **borders)] == [STREET]
    assert [row[1] for row in outside(at(120.9, 36.2), **borders)] == [LAOSHAN, STREET]


def test_the_border_of_another_area_is_not_asked() -> None:
    assert outside(at(121.5, 36.2), district_boundary=[border(CHENGYANG)]) == []


def test_an_unclaimed_object_names_no_area_to_be_outside_of() -> None:
    lost = at(121.5, 36.2, _unclaimed="未填区划代码")
    assert outside(lost, district_boundary=[border(LAOSHAN)]) == []


def test_shelters_count_too() -> None:
    warehouse = build(
        "marts.point_outside",
        shelter=[sheltered("S", STREET, W11, longitude=121.0, latitude=36.2)],
        district_boundary=[border(LAOSHAN)],
    )
    assert rows(warehouse, "select source, object_id from marts.point_outside") == [
        ("shelter", "S")
    ]


# ------------------------------------------------------------------ against another way to tell


def _inside(place: tuple[float, float], ring: Ring) -> bool:
    """By the angle that the border turns around the point."""
    turned = 0.0
    for n in range(len(ring)):
        (ax, ay), (bx, by) = ring[n - 1], ring[n]
        ax, ay, bx, by = ax - place[0], ay - place[1], bx - place[0], by - place[1]
        turned += math.atan2(ax * by - bx * ay, ax * bx + ay * by)
    return abs(turned) > math.pi


def _metres(place: tuple[float, float], ring: Ring) -> float:
    squeeze = math.cos(math.radians(place[1]))
    around = [((x - place[0]) * squeeze * M, (y - place[1]) * M) for x, y in ring]
    found = math.inf
    for n in range(len(around)):
        for step in range(201):
            (ax, ay), (bx, by) = around[n - 1], around[n]
            share = step / 200
            found = min(found, math.hypot(ax + share * (bx - ax), ay + share * (by - ay)))
    return found


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.floats(0.02, 0.2), min_size=5, max_size=12),
    st.tuples(st.floats(120.2, 120.8), st.floats(36.0, 36.4)),
)
def test_random_stars_agree_with_the_turning_angle(
    reaches: list[float], place: tuple[float, float]
) -> None:
    ring = tuple(
        (
            120.5 + reach * math.cos(math.tau * n / len(reaches)),
            36.2 + reach * math.sin(math.tau * n / len(reaches)),
        )
        for n, reach in enumerate(reaches)
    )
    away = _metres(place, ring)
    if abs(away - 600) < 200:  # the oracle measures in steps
        return
    told = _judged(ring, place)
    assert bool(told) == (not _inside(place, ring) and away > 600)
    if told:
        assert told[0][0] == pytest.approx(away, rel=0.02, abs=30)


def _judged(ring: Ring, place: tuple[float, float]) -> list[tuple[Any, ...]]:
    warehouse = build(
        "marts.point_outside",
        tables={
            "marts.placed_object": [
                {
                    "source": "hazard_site",
                    "unit_code": LAOSHAN,
                    "object_id": "A",
                    "object_name": "示例",
                    "area_code": LAOSHAN,
                    "longitude": place[0],
                    "latitude": place[1],
                }
            ]
        },
        district_boundary=[border(LAOSHAN, ring)],
    )
    found = rows(warehouse, "select distance_m from marts.point_outside")
    warehouse.close()
    return found


# ------------------------------------------------------------------ which are in force


def in_force(**borders: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    warehouse: duckdb.DuckDBPyConnection = build(
        "staging.boundary", area=register((SECOND_STREET, "street")), **borders
    )
    return rows(
        warehouse,
        "select area_code, parent_code, cast(used_as_of as varchar), unit_code"
        " from staging.boundary order by 1",
    )


def test_borders_below_one_area_come_from_one_delivery_the_newest() -> None:
    found = in_force(
        street_boundary=[
            border(STREET),
            border(SECOND_STREET),
            border(STREET, as_of="2021-02-01", unit_code=LAOSHAN),
        ],
        district_boundary=[border(LAOSHAN)],
    )
    assert found == [
        (LAOSHAN, CITY, "2021-01-01", CITY),
        (STREET, LAOSHAN, "2021-02-01", LAOSHAN),
    ]


def test_unclaimed_and_unregistered_areas_have_no_border() -> None:
    lost = border("370282", _unclaimed="区划代码表中查不到：370282")
    assert in_force(district_boundary=[lost], street_boundary=[border("370212099")]) == []


def test_every_ring_closes_in_as_many_edges_as_corners() -> None:
    warehouse = build("staging.boundary_edge", district_boundary=[border(LAOSHAN, SQUARE, INNER)])
    assert rows(
        warehouse,
        "select ring_no, count(*), round(sum(to_longitude - from_longitude), 9)"
        " from staging.boundary_edge group by 1 order by 1",
    ) == [(1, 4, 0.0), (2, 4, 0.0)]

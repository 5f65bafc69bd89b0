"""Communities: shelters by register, supplies, warning broadcast installed and compliant."""

from __future__ import annotations

import json
from typing import Any

import duckdb

from tests.sql.harness import rows
from tests.sql.returns import (
    CITY,
    COMMUNITY,
    LAOSHAN,
    SECOND_COMMUNITY,
    STREET,
    build,
    community,
    load,
    shelter,
    terminal,
    value,
)

W10, W11 = "2021-03-14", "2021-03-21"
LOST = {"_unclaimed": "区划不在登记表"}


def numerators(warehouse: duckdb.DuckDBPyConnection, metric: str) -> dict[str, Any]:
    """What the metric itself gives, by area, in week 10."""
    found = rows(
        warehouse, f"select area_code, numerator from metrics.{metric} where as_of = '{W10}'"
    )
    return dict(found)


def test_the_two_registers_of_shelters_are_never_added() -> None:
    warehouse = build(
        "metrics.value",
        shelter=[
            shelter("A", COMMUNITY, W10, effective_area_m2=150.0),
            shelter("B", COMMUNITY, W10),
            shelter("C", COMMUNITY, W10, shelter_register="urban", capacity_persons=9000),
        ],
    )
    assert value(warehouse, "shelters", LAOSHAN, W10) == (2, None, 2)
    assert value(warehouse, "communities_with_shelters", STREET, W10) == (1, None, 1)
    assert value(warehouse, "shelter_capacity_persons", CITY, W10) == (200, None, 200)


def test_area_per_head_uses_only_shelters_that_state_their_area() -> None:
    warehouse = build(
        "metrics.value",
        shelter=[
            shelter("A", COMMUNITY, W10, effective_area_m2=150.0),
            shelter("B", COMMUNITY, W10, capacity_persons=900),
        ],
    )
    found = value(warehouse, "shelter_effective_area_per_head_m2", LAOSHAN, W10)
    assert found == (150, 100, 1.5)


def test_the_lights_of_area_per_head_follow_the_code_list() -> None:
    warehouse = build("metrics.definition")
    least = dict(
        rows(
            warehouse,
            "select code, cast(least_m2_per_head as double) from codes.shelter_duration",
        )
    )
    [(target, thresholds)] = rows(
        warehouse,
        "select target, thresholds from metrics.definition "
        "where metric = 'shelter_effective_area_per_head_m2'",
    )
    assert target == least["short"]
    assert json.loads(thresholds) == {
        "basis": "value",
        "green": least["short"],
        "yellow": least["emergency"],
    }


def test_coverage_counts_the_surveyed_communities_that_have_a_shelter_of_their_own() -> None:
    warehouse = build(
        "metrics.value",
        community=[community(COMMUNITY, W10), community(SECOND_COMMUNITY, W10)],
        shelter=[
            shelter("A", COMMUNITY, W10),
            shelter("B", COMMUNITY, W10),
            shelter("C", SECOND_COMMUNITY, W10, shelter_state="closed"),
        ],
    )
    assert value(warehouse, "shelter_coverage_rate", LAOSHAN, W10) == (1, 2, 0.5)
    assert value(warehouse, "shelter_coverage_rate", SECOND_COMMUNITY, W10) == (0, 1, 0.0)


def test_where_no_register_of_shelters_came_in_there_is_no_coverage() -> None:
    warehouse = build("metrics.value", community=[community(COMMUNITY, W10)])
    assert value(warehouse, "shelter_coverage_rate", LAOSHAN, W10) is None


def test_a_closed_shelter_is_gone_and_one_in_repair_is_not() -> None:
    warehouse = build(
        "metrics.shelters",
        shelter=[
            shelter("A", COMMUNITY, W10, shelter_state="closed"),
            shelter("B", COMMUNITY, W10, shelter_state="repair"),
        ],
    )
    assert numerators(warehouse, "shelters") == {COMMUNITY: 1}


def test_an_unclaimed_shelter_counts_in_the_district_but_in_no_community() -> None:
    warehouse = build(
        "metrics.shelters",
        "metrics.communities_with_shelters",
        shelter=[shelter("A", COMMUNITY, W10), shelter("B", "370212999999", W10, **LOST)],
    )
    assert numerators(warehouse, "shelters") == {COMMUNITY: 1, LAOSHAN: 1}
    assert numerators(warehouse, "communities_with_shelters") == {COMMUNITY: 1}


def test_communities_are_counted_even_where_no_register_was_loaded() -> None:
    warehouse = build(
        "metrics.communities_with_shelters",
        area=[],
        shelter=[shelter("A", COMMUNITY, W10), shelter("B", SECOND_COMMUNITY, W10)],
    )
    assert numerators(warehouse, "communities_with_shelters") == {LAOSHAN: 2}


def test_supplies_are_measured_against_all_communities_surveyed() -> None:
    warehouse = build(
        "metrics.value",
        community=[
            community(COMMUNITY, W10, has_supplies=True, information_officers=2),
            community(SECOND_COMMUNITY, W10, residents_persons=500),
        ],
    )
    assert value(warehouse, "supplies_coverage_rate", STREET, W10) == (1, 2, 0.5)
    assert value(warehouse, "communities_with_supplies", SECOND_COMMUNITY, W10) == (0, None, 0)
    assert value(warehouse, "communities", LAOSHAN, W10) == (2, None, 2)
    assert value(warehouse, "information_officers", LAOSHAN, W10) == (2, None, 2)
    assert value(warehouse, "residents_persons", LAOSHAN, W10) == (1500, None, 1500)


# ------------------------------------------------------------------ broadcast


def broadcast(terminals: list[dict[str, Any]], **survey: Any) -> duckdb.DuckDBPyConnection:
    """One community in a flash-flood zone and one outside, with these terminals."""
    return build(
        "metrics.value",
        community=[
            community(COMMUNITY, W10, is_flash_flood_zone=True, **survey),
            community(SECOND_COMMUNITY, W10),
        ],
        broadcast_terminal=terminals,
    )


def test_one_terminal_is_installed_and_two_working_ones_are_compliant() -> None:
    warehouse = broadcast(
        [
            terminal("A", COMMUNITY, W10),
            terminal("B", COMMUNITY, W10, "fault"),
            terminal("C", SECOND_COMMUNITY, W10),
            terminal("D", SECOND_COMMUNITY, W10),
        ]
    )
    figures = {
        name: value(warehouse, f"broadcast_{name}", LAOSHAN, W10)
        for name in (
            *("installed_communities", "compliant_communities"),
            *("installed_flash_flood_rate", "compliant_flash_flood_rate"),
        )
    }
    assert figures == {
        "installed_communities": (2, None, 2),
        "compliant_communities": (1, None, 1),
        "installed_flash_flood_rate": (1, 1, 1),
        "compliant_flash_flood_rate": (0, 1, 0),
    }


def test_a_disabled_terminal_is_not_installed_and_an_offline_one_is() -> None:
    warehouse = broadcast(
        [
            terminal("A", COMMUNITY, W10, "disabled"),
            terminal("B", SECOND_COMMUNITY, W10, "offline"),
        ]
    )
    assert value(warehouse, "broadcast_installed_flash_flood_communities", LAOSHAN, W10) == (
        0,
        None,
        0,
    )
    assert value(warehouse, "broadcast_installed_communities", LAOSHAN, W10) == (1, None, 1)


def test_the_flash_flood_denominator_is_the_newest_survey_of_that_week() -> None:
    warehouse = build(
        "metrics.value",
        community=[
            community(COMMUNITY, W10, is_flash_flood_zone=True),
            community(COMMUNITY, W11, is_flash_flood_zone=True),
            community(SECOND_COMMUNITY, W11, is_flash_flood_zone=True),
        ],
        broadcast_terminal=[terminal("A", COMMUNITY, W10)],
    )
    metric = "broadcast_installed_flash_flood_rate"
    assert value(warehouse, metric, LAOSHAN, W10) == (1, 1, 1)
    assert value(warehouse, metric, LAOSHAN, W11) == (1, 2, 0.5)


def test_an_unclaimed_terminal_covers_nobody_and_an_unclaimed_community_still_counts() -> None:
    warehouse = build(
        "metrics.broadcast_installed_flash_flood_rate",
        "metrics.broadcast_installed_communities",
        "metrics.broadcast_compliant_communities",
        community=[
            community(COMMUNITY, W10, is_flash_flood_zone=True),
            community("370212999999", W10, is_flash_flood_zone=True, **LOST),
        ],
        broadcast_terminal=[
            terminal("A", COMMUNITY, W10),
            terminal("B", "370212999999", W10, **LOST),
            terminal("C", "370212999999", W10, **LOST),
        ],
    )
    assert numerators(warehouse, "broadcast_installed_communities") == {COMMUNITY: 1}
    assert numerators(warehouse, "broadcast_compliant_communities") == {}
    assert rows(
        warehouse,
        "select area_code, numerator, denominator "
        "from metrics.broadcast_installed_flash_flood_rate order by area_code",
    ) == [(LAOSHAN, 0, 1), (COMMUNITY, 1, 1)]


def test_all_communities_need_no_survey_and_flash_flood_ones_do() -> None:
    warehouse = build(
        "metrics.value",
        "metrics.definition",
        broadcast_terminal=[terminal("A", COMMUNITY, W10)],
        loads=[load("hazard_site", LAOSHAN, W10)],
    )
    assert value(warehouse, "broadcast_installed_communities", LAOSHAN, W10) == (1, None, 1)
    assert value(warehouse, "broadcast_installed_flash_flood_rate", LAOSHAN, W10) is None
    assert rows(
        warehouse,
        "select metric, sources from metrics.definition where metric in "
        "('broadcast_installed_communities', 'broadcast_installed_flash_flood_rate') order by 1",
    ) == [
        ("broadcast_installed_communities", ["broadcast_terminal"]),
        ("broadcast_installed_flash_flood_rate", ["broadcast_terminal", "community"]),
    ]


# ------------------------------------------------------------------ nearest shelter, gaps

HERE = {"longitude": 120.40, "latitude": 36.10}


def nearest(warehouse: duckdb.DuckDBPyConnection) -> list[tuple[Any, ...]]:
    return rows(
        warehouse,
        "select as_of::varchar, place_code, nearest_shelter_id, distance_m, distance_band "
        "from marts.nearest_shelter order by 1, 2",
    )


def test_the_nearest_shelter_is_the_nearest_of_both_registers_that_is_counted() -> None:
    warehouse = build(
        "marts.nearest_shelter",
        community=[community(COMMUNITY, W10, **HERE)],
        shelter=[
            shelter("far", COMMUNITY, W10, longitude=120.40, latitude=36.12),
            shelter("near", None, W10, longitude=120.40, latitude=36.11, shelter_register="urban"),
            shelter("gone", COMMUNITY, W10, **HERE, shelter_state="closed"),
        ],
    )
    # 0.01 degrees of latitude on a sphere of 6,371,008.8 m
    assert nearest(warehouse) == [(W10, COMMUNITY, "near", 1112, "within_2000")]


def test_a_shelter_beyond_the_neighbouring_cells_is_found_too() -> None:
    warehouse = build(
        "marts.nearest_shelter",
        community=[community(COMMUNITY, W10, **HERE)],
        shelter=[
            shelter("A", COMMUNITY, W10, longitude=120.40, latitude=36.50),
            shelter("B", COMMUNITY, W10, longitude=120.40, latitude=36.60),
        ],
    )
    assert nearest(warehouse) == [(W10, COMMUNITY, "A", 44478, "beyond_5000")]


def test_a_nearer_shelter_serves_only_in_the_weeks_in_which_it_is_counted() -> None:
    away = {"longitude": 120.40, "latitude": 36.101}
    warehouse = build(
        "marts.nearest_shelter",
        community=[community(COMMUNITY, W10, **HERE)],
        shelter=[
            shelter("closing", COMMUNITY, W10, **HERE),
            shelter("staying", COMMUNITY, W10, **away),
            shelter("closing", COMMUNITY, W11, **HERE, shelter_state="closed"),
            shelter("staying", COMMUNITY, W11, **away),
        ],
    )
    assert [row[2] for row in nearest(warehouse)] == ["closing", "staying"]


def test_a_farther_shelter_serves_until_the_nearer_one_is_there() -> None:
    away = {"longitude": 120.40, "latitude": 36.101}
    warehouse = build(
        "marts.nearest_shelter",
        community=[community(COMMUNITY, W10, **HERE)],
        shelter=[
            shelter("first", COMMUNITY, W10, **away),
            shelter("first", COMMUNITY, W11, **away),
            shelter("nearer", COMMUNITY, W11, **HERE),
        ],
    )
    assert [row[2] for row in nearest(warehouse)] == ["first", "nearer"]


def test_communities_without_coordinates_or_owner_are_stated_and_not_dropped() -> None:
    warehouse = build(
        "marts.shelter_reach",
        community=[
            community(COMMUNITY, W10, **HERE),
            community(SECOND_COMMUNITY, W10, residents_persons=300),
            community("370212999999", W10, residents_persons=50, **LOST),
        ],
        shelter=[shelter("A", COMMUNITY, W10, **HERE)],
    )
    found = rows(
        warehouse,
        "select distance_band, communities, residents_persons from marts.shelter_reach "
        f"where area_code = '{LAOSHAN}' order by 1",
    )
    assert found == [("unclaimed", 1, 50), ("unmeasured", 1, 300), ("within_500", 1, 1000)]


def test_a_community_lacks_a_shelter_only_where_the_district_registers_them() -> None:
    survey = [
        community(COMMUNITY, W10, has_supplies=True),
        community(SECOND_COMMUNITY, W10, residents_persons=300),
        community("370212999999", W10, residents_persons=50, **LOST),
    ]
    gap = (
        "select communities, judged_communities, unsheltered_communities, unsheltered_persons, "
        "unsupplied_communities, unclaimed_communities from marts.service_gap "
        f"where area_code = '{LAOSHAN}'"
    )
    silent = build("marts.service_gap", community=survey)
    assert rows(silent, gap) == [(3, 0, 0, 0, 1, 1)]
    told = build("marts.service_gap", community=survey, shelter=[shelter("A", COMMUNITY, W10)])
    assert rows(told, gap) == [(3, 2, 1, 300, 1, 1)]


def test_a_shelter_is_held_against_the_rule_of_its_own_duration() -> None:
    warehouse = build(
        "marts.shelter_supply",
        shelter=[
            shelter("A", COMMUNITY, W10, shelter_duration="emergency", effective_area_m2=60.0),
            shelter("B", COMMUNITY, W10, shelter_duration="short", effective_area_m2=60.0),
            shelter("C", COMMUNITY, W10, shelter_duration="short"),
            shelter("D", None, W10, shelter_register="urban", **LOST),
        ],
    )
    found = rows(
        warehouse,
        "select shelter_register, shelters, judged_shelters, below_rule_shelters, "
        f"unclaimed_shelters from marts.shelter_supply where area_code = '{LAOSHAN}' order by 1",
    )
    assert found == [("community", 3, 2, 1, 0), ("urban", 1, 0, 0, 1)]


def test_capacity_is_compared_with_the_residents_of_districts_that_register_shelters() -> None:
    survey = [community(COMMUNITY, W10), community(SECOND_COMMUNITY, W10, residents_persons=600)]
    told = build("metrics.value", community=survey, shelter=[shelter("A", COMMUNITY, W10)])
    assert value(told, "shelter_capacity_rate", LAOSHAN, W10) == (100, 1600, 0.0625)
    silent = build("metrics.value", community=survey)
    assert value(silent, "shelter_capacity_rate", LAOSHAN, W10) is None


def test_residents_are_near_when_their_community_is() -> None:
    warehouse = build(
        "metrics.value",
        community=[
            community(COMMUNITY, W10, **HERE),
            community(SECOND_COMMUNITY, W10, longitude=120.40, latitude=36.108),
        ],
        shelter=[shelter("A", COMMUNITY, W10, **HERE)],
    )
    assert value(warehouse, "residents_within_500m_rate", LAOSHAN, W10) == (1000, 2000, 0.5)
    assert value(warehouse, "residents_within_1000m_rate", LAOSHAN, W10) == (2000, 2000, 1.0)


# ------------------------------------------------------------------ terminals


def test_a_terminal_is_overdue_after_ninety_days_without_an_inspection() -> None:
    warehouse = build(
        "marts.registered_terminal",
        broadcast_terminal=[
            terminal("inspected", COMMUNITY, W10, inspected_on="2020-12-14"),
            terminal("long ago", COMMUNITY, W10, inspected_on="2020-12-13"),
            terminal("new", COMMUNITY, W10, installed_on="2021-03-01"),
            terminal("unknown", COMMUNITY, W10),
            terminal("stopped", COMMUNITY, W10, "disabled", inspected_on="2020-01-01"),
        ],
    )
    overdue = rows(
        warehouse,
        "select terminal_id from marts.registered_terminal where is_inspection_overdue order by 1",
    )
    assert overdue == [("long ago",), ("unknown",)]


def test_terminals_are_counted_by_state_and_unclaimed_ones_in_the_district() -> None:
    warehouse = build(
        "marts.terminal_count",
        broadcast_terminal=[
            terminal("A", COMMUNITY, W10, test_result="passed"),
            terminal("B", COMMUNITY, W10, "fault", test_result="failed"),
            terminal("C", "370212999999", W10, **LOST),
        ],
    )
    found = rows(
        warehouse,
        "select area_code, terminal_status, terminals, failed_terminals, untested_terminals, "
        f"unclaimed_terminals from marts.terminal_count where area_code in ('{LAOSHAN}', "
        f"'{COMMUNITY}') order by 1, 2",
    )
    assert found == [
        (LAOSHAN, "fault", 1, 1, 0, 0),
        (LAOSHAN, "online", 2, 0, 1, 1),
        (COMMUNITY, "fault", 1, 1, 0, 0),
        (COMMUNITY, "online", 1, 0, 0, 0),
    ]


def test_a_community_is_installed_in_the_month_of_its_first_terminal() -> None:
    warehouse = build(
        "marts.terminal_installation",
        broadcast_terminal=[
            terminal("A", COMMUNITY, W10, installed_on="2021-01-05"),
            terminal("B", COMMUNITY, W10, installed_on="2021-02-05"),
            terminal("C", COMMUNITY, W10),
            terminal("D", COMMUNITY, W10, "disabled", installed_on="2020-01-05"),
            terminal("E", SECOND_COMMUNITY, W10),
        ],
    )
    found = rows(
        warehouse,
        "select place_code, installed_month, installed_terminals, first_communities "
        "from marts.terminal_installation order by 1, 2",
    )
    assert found == [
        (COMMUNITY, "2021-01", 1, 1),
        (COMMUNITY, "2021-02", 1, 0),
        (COMMUNITY, "不详", 1, 0),
        (SECOND_COMMUNITY, "不详", 1, 1),
    ]


def test_gaps_by_the_two_rules_are_two_groups() -> None:
    zone = {"is_flash_flood_zone": True}
    warehouse = build(
        "marts.flash_flood_gap",
        community=[
            community(COMMUNITY, W10, **zone),
            community(SECOND_COMMUNITY, W10, residents_persons=300, **zone),
            community("370212001003", W10, residents_persons=70),
            community("370212999999", W10, residents_persons=50, **zone, **LOST),
        ],
        broadcast_terminal=[terminal("A", COMMUNITY, W10)],
    )
    found = rows(
        warehouse,
        "select flash_flood_communities, uninstalled_communities, uninstalled_persons, "
        "uncompliant_communities, uncompliant_persons, unclaimed_communities "
        f"from marts.flash_flood_gap where area_code = '{LAOSHAN}'",
    )
    assert found == [(3, 2, 300, 1, 1000, 1)]

"""sql/checks: silent on sound data, and each names the rows that break its rule."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from tests.sql.harness import dicts, project, rows
from tests.sql.returns import (
    CHENGYANG,
    COMMUNITY,
    LAOSHAN,
    SECOND_COMMUNITY,
    border,
    budgeted,
    build,
    catalogue,
    community,
    matter,
    meeting,
    plan,
    shelter,
    site,
    task,
    terminal,
)
from tests.sql.returns import project as works
from warehouse.model import DEFINITION, VALUE

W10, W11 = "2021-03-14", "2021-03-21"
Raw = dict[str, list[dict[str, Any]]]


@cache
def checks() -> dict[str, Any]:
    return {check.name: check for check in project().checks}


def found(name: str, raw: Raw, **more: Any) -> list[dict[str, Any]]:
    """The rows that one check returns on these returns."""
    check = checks()[name]
    made = {*project().models, VALUE, DEFINITION}
    warehouse = build(*(table for table in check.reads if table in made), **raw, **more)
    return dicts(warehouse, check.text)


def sampled(**more: Any) -> dict[str, Any]:
    return {
        "check_id": "A",
        "area_code": LAOSHAN,
        "task_code": "T001",
        "check_level": "city",
        "checked_on": W10,
        "surveyed_objects": 1000,
        "sampled_objects": 100,
        "checked_indicators": 1000,
        "wrong_indicators": 50,
        "check_result": "passed",
        "unit_code": LAOSHAN,
        "as_of": W10,
        **more,
    }


POINT = {"longitude": 120.47, "latitude": 36.10}


def sound() -> Raw:
    """Two weeks in which every source agrees with every other."""
    river = {"quantity_unit": "m", "planned_quantity": 9.0, "completed_quantity": 9.0}
    weeks = (W10, W11)
    return {
        "census_task": catalogue("T001"),
        "census_return": [task("T001", week, required=10, done=5) for week in weeks],
        "census_record": [
            {
                "object_id": "O1",
                "task_code": "T001",
                "area_code": COMMUNITY,
                "collected_on": "2021-03-09",
                "unit_code": LAOSHAN,
                "as_of": W10,
            }
        ],
        "hazard_site": [
            *(site("A", week) for week in weeks),
            *(site("B", week, "closed") for week in weeks),
            *(site("C", week, "merged", merged_into_id="A") for week in weeks),
        ],
        "community": [
            community(
                *(COMMUNITY, W10),
                **POINT,
                is_flash_flood_zone=True,
                reported_shelters=1,
            ),
            community(SECOND_COMMUNITY, W10, reported_shelters=0),
        ],
        "shelter": [shelter("A", COMMUNITY, W10, **POINT)],
        "broadcast_terminal": [terminal("A", COMMUNITY, W10)],
        "project": [works("P1", "river_regulation", W10, **river)],
        "sampling_check": [sampled()],
        "meeting": [meeting("M", W10, "2021-03-12")],
        "open_matter": [matter("A", W10)],
        "budget": [budgeted("示例部门", W10, 9.0, 8.0, 8.0, 6.0)],
        "plan": [plan("census_tasks_completed", day, n) for day, n in ((W10, 1), (W11, 2))],
    }


@pytest.mark.parametrize("name", sorted(checks()))
def test_sound_data_breaks_no_rule(name: str) -> None:
    assert found(name, sound()) == []


BROKEN: dict[str, tuple[Raw, dict[str, Any]]] = {
    "removed_site_has_date": (
        {"hazard_site": [site("A", W10, "closed", removed_on=None)]},
        {"site_id": "A", "row_no": 5},
    ),
    "site_type_has_family": (
        {"hazard_site": [site("A", W10, hazard_type="meteorite")]},
        {"hazard_type": "meteorite"},
    ),
    "area_in_register": (
        {"hazard_site": [site("A", W10, unit_code="nobody", area_code=None)]},
        {"mart": "marts.hazard_progress", "area_code": None},
    ),
    "task_in_catalogue": (
        {"census_task": catalogue("T001"), "census_return": [task("T999", W10)]},
        {"task_code": "T999", "area_code": LAOSHAN},
    ),
    "shelters_agree": (
        {
            "community": [community(COMMUNITY, W10, reported_shelters=2)],
            "shelter": [shelter("A", COMMUNITY, W10)],
        },
        {"place_code": COMMUNITY, "reported_shelters": 2, "registered_shelters": 1},
    ),
    "flash_flood_communities_have_broadcast": (
        {
            "community": [community(COMMUNITY, W10, is_flash_flood_zone=True)],
            "broadcast_terminal": [terminal("A", COMMUNITY, W10, "offline")],
        },
        {"place_code": COMMUNITY, "terminals": 1, "working_terminals": 0},
    ),
    "cumulative_count_does_not_fall": (
        {"census_return": [task("T001", W10, done=50), task("T001", W11, done=45)]},
        {"area_code": LAOSHAN, "subject": "采集", "previous": 50, "current": 45},
    ),
    "denominator_is_steady": (
        {"census_return": [task("T001", W10, required=10), task("T001", W11, required=12)]},
        {"subject": "应查对象数", "previous": 10, "current": 12},
    ),
    "no_site_vanishes": (
        {"hazard_site": [site("A", W10), site("Z", W10), site("Z", W11)]},
        {"site_id": "A", "remediation_status": "pending"},
    ),
    "site_belongs_to_one_unit": (
        {"hazard_site": [site("A", W10), site("A", W11, unit_code=CHENGYANG)]},
        {"site_id": "A", "unit_code": LAOSHAN, "other_unit_code": CHENGYANG},
    ),
    "object_belongs_to_one_unit": (
        {"shelter": [shelter("A", COMMUNITY, W10), shelter("A", None, W10, unit_code=CHENGYANG)]},
        {"source": "shelter", "object_id": "A"},
    ),
    "point_lies_in_its_area": (
        {
            "hazard_site": [site("A", W10, longitude=120.9, latitude=36.1)],
            "district_boundary": [border(LAOSHAN)],
        },
        {"source": "hazard_site", "object_id": "A", "boundary_code": LAOSHAN},
    ),
    "boundaries_are_complete": (
        {"hazard_site": [site("A", W10)], "district_boundary": [border(LAOSHAN)]},
        {"area_code": CHENGYANG, "area_name": "城阳区"},
    ),
    "merged_site_names_a_site": (
        {"hazard_site": [site("A", W10, "merged", merged_into_id="nowhere")]},
        {"site_id": "A", "merged_into_id": "nowhere"},
    ),
    "plan_names_a_metric": (
        {"plan": [plan("no_such_metric", W10, 1)]},
        {"metric": "no_such_metric"},
    ),
    "rate_plan_is_usable": (
        {"plan": [plan("census_task_completion_rate", W10, 0.5)]},
        {"metric": "census_task_completion_rate", "problem": "全市没有计划", "area_code": LAOSHAN},
    ),
    "plan_does_not_turn_back": (
        {
            "plan": [
                plan("census_tasks_completed", W10, 5),
                plan("census_tasks_completed", W11, 4),
                plan("geohazard_open_sites", W10, 5),
                plan("geohazard_open_sites", W11, 4),
            ]
        },
        {"metric": "census_tasks_completed", "previous_planned": 5, "planned": 4},
    ),
    "records_within_returns": (
        {
            "census_return": [task("T001", W10, required=10, done=0)],
            "census_record": sound()["census_record"],
        },
        {"task_code": "T001", "collected_objects": 0, "collected_records": 1},
    ),
    "project_states_its_quantity": (
        {
            "project": [
                works("P1", "seawall", W10, quantity_unit="reservoirs", planned_quantity=1.0),
            ]
        },
        {"project_id": "P1", "quantity_unit": "reservoirs"},
    ),
    "plan_and_register_name_one_unit": (
        {
            "plan": [plan("seawall_completion_rate", W10, 0.5)],
            "project": [works("P1", "seawall", W10, responsible_unit="另一单位")],
        },
        {"area_code": LAOSHAN, "responsible_unit": "示例单位", "register_unit": "另一单位"},
    ),
    "rate_is_not_above_one": (
        {
            "project": [
                works("P1", "seawall", W10, area_code=COMMUNITY, quantity_unit="m",
                      planned_quantity=10.0, completed_quantity=11.0),
            ]
        },
        {"metric": "seawall_completion_rate", "numerator": 11, "denominator": 10},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(BROKEN))
def test_a_broken_rule_names_the_row(name: str) -> None:
    raw, expected = BROKEN[name]
    named = found(name, raw)
    assert any(expected.items() <= row.items() for row in named), named


@pytest.mark.parametrize(
    ("figures", "names_it"),
    [
        ({"sampled_objects": 100, "wrong_indicators": 50}, False),
        ({"sampled_objects": 99}, True),
        ({"wrong_indicators": 51}, True),
        ({"sampled_objects": 99, "check_level": "county"}, False),
    ],
)
def test_sampling_is_held_against_the_targets_of_the_two_metrics(
    figures: dict[str, Any], names_it: bool
) -> None:
    named = found("sampling_meets_the_rule", {"sampling_check": [sampled(**figures)]})
    assert bool(named) == names_it


RATE = "census_task_completion_rate"


@pytest.mark.parametrize(
    ("points", "problems"),
    [
        ([plan(RATE, W10, 0.5), plan(RATE, W10, 0.6, "370200")], []),
        ([plan(RATE, W10, 84), plan(RATE, W10, 0.6, "370200")], ["百分率大于 1"]),
        ([plan("census_tasks_completed", W10, 84)], []),
        # Square metres a head may be above one.
        ([plan("shelter_effective_area_per_head_m2", W10, 1.5, "370200")], []),
    ],
)
def test_a_plan_for_a_rate_wants_the_city_and_shares_of_one(
    points: list[dict[str, Any]], problems: list[str]
) -> None:
    named = found("rate_plan_is_usable", {"plan": points})
    assert [row["problem"] for row in named] == problems


@pytest.mark.parametrize(
    ("metric", "ledger", "is_named"),
    [
        ("seawall_completion_rate", {"project": [("seawall", "示例单位")]}, False),
        (
            "seawall_completion_rate",
            {"project": [("seawall", "甲"), ("seawall", "示例单位")]},
            False,
        ),
        ("seawall_completion_rate", {"project": [("river_regulation", "甲")]}, False),
        ("seawall_completion_rate", {"project": [("seawall", None)]}, False),
        ("geohazard_sites_treated", {"hazard_site": ["甲"]}, True),
        ("geohazard_sites_treated", {"hazard_site": ["示例单位"]}, False),
        ("forest_fire_hazards_rectified", {"hazard_site": ["甲"]}, False),
    ],
)
def test_a_plan_names_one_of_those_whom_the_ledger_of_its_subject_names(
    metric: str, ledger: dict[str, list[Any]], is_named: bool
) -> None:
    raw: Raw = {"plan": [plan(metric, W10, 0.5)]}
    if "project" in ledger:
        raw["project"] = [
            works(f"P{n}", kind, W10, responsible_unit=unit)
            for n, (kind, unit) in enumerate(ledger["project"])
        ]
    else:
        raw["hazard_site"] = [site("A", W10, sector_department=ledger["hazard_site"][0])]
    assert bool(found("plan_and_register_name_one_unit", raw)) is is_named


FLOW = {
    "as_of": None,
    "area_code": LAOSHAN,
    "hazard_type": "landslide",
    **dict.fromkeys(("baseline", "added", "reopened", "reclassified"), 0),
    **dict.fromkeys(("removed", "merged", "vanished"), 0),
}


@pytest.mark.parametrize(
    ("name", "opening", "closing"),
    [
        ("hazard_flow_closes", 1, 2),
        ("hazard_flow_continues", 5, 5),
        ("hazard_flow_agrees_with_ledger", 2, 2),
    ],
)
def test_a_flow_that_does_not_fit_is_named(name: str, opening: int, closing: int) -> None:
    check = checks()[name]
    warehouse = build(
        *(t for t in check.reads if t in project().models),
        hazard_site=[site("A", W10), site("A", W11)],
    )
    assert rows(warehouse, check.text) == []
    warehouse.execute(
        f"update marts.hazard_flow set opening = {opening}, closing = {closing} "
        f"where as_of = '{W11}'"
    )
    assert rows(warehouse, check.text) != []


def test_a_row_lost_on_the_way_to_the_citys_total_is_named() -> None:
    check = checks()["totals_lose_nothing"]
    warehouse = build(VALUE, "marts.community_status", hazard_site=[site("A", W10), site("B", W10)])
    assert rows(warehouse, check.text) == []
    warehouse.execute("delete from staging.hazard_site where site_id = 'A'")
    [named] = dicts(warehouse, check.text)
    assert (named["counted"], named["city_total"]) == (1, 2)


def test_every_check_has_a_case_here() -> None:
    apart = {
        *("sampling_meets_the_rule", "totals_lose_nothing"),
        *("hazard_flow_closes", "hazard_flow_continues", "hazard_flow_agrees_with_ledger"),
    }
    assert set(checks()) == {*BROKEN, *apart}


def test_what_stops_a_publication_is_an_error_and_the_rest_is_said() -> None:
    errors = {name for name, check in checks().items() if check.header.check.level == "error"}
    assert errors == {
        *("hazard_flow_closes", "hazard_flow_continues", "hazard_flow_agrees_with_ledger"),
        *("removed_site_has_date", "site_type_has_family", "area_in_register"),
        "totals_lose_nothing",
    }

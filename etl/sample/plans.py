"""The plan that progress is held against: counts whose city plan is the sum of the districts', and
rates of what has no planned count, set for the city, the pilot and the other districts each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

from etl.forms.workbook import Row
from etl.sample.areas import communities, districts
from etl.sample.capacity import flash_flood_codes, reached_on
from etl.sample.census import tasks
from etl.sample.hazards import FOREST_FIRE, GEOLOGICAL, sites
from etl.sample.story import story, table
from etl.sample.works import projects

TREATABLE_SHARE = 0.8  # of the geological sites found: the rest is kept under watch
SHELTER_SHARE = 0.7  # of the communities: the rest shares a neighbour's shelter
_METRES = {"米": 1, "公里": 1000}


def _families(unit: str, family: str) -> int:
    return sum(site.family == family for site in sites(unit))


def _river_metres(unit: str) -> float:
    rivers = (p for p in projects(unit) if p.row["project_type"] == "河道综合整治")
    return sum(p.planned * _METRES[p.row["quantity_unit"]] for p in rivers)


TARGETS: Mapping[str, Callable[[str], float]] = {
    "census_tasks_completed": lambda unit: len(tasks(unit)),
    "census_objects_passed": lambda unit: sum(t.required for t in tasks(unit)),
    "census_documents_delivered": lambda unit: sum(t.documents for t in tasks(unit)),
    "geohazard_sites_treated": lambda unit: _families(unit, GEOLOGICAL) * TREATABLE_SHARE,
    "forest_fire_hazards_rectified": lambda unit: _families(unit, FOREST_FIRE),
    "river_length_improved_m": _river_metres,
    "communities_with_shelters": lambda unit: len(communities(unit)) * SHELTER_SHARE,
    "communities_with_supplies": lambda unit: len(communities(unit)),
    "broadcast_installed_flash_flood_communities": lambda unit: len(flash_flood_codes(unit)),
    "house_renovations_completed": lambda unit: len(reached_on(unit, "renovation_started")),
}


def plan_rows() -> list[Row]:
    """The plan as the city office reports it: cumulative targets at month ends."""
    return [*_count_rows(), *_rate_rows()]


def _count_rows() -> list[Row]:
    rows: list[Row] = []
    for metric in table("plan_metrics"):
        for schedule in table("plan_schedule"):
            planned = {unit: _planned(metric, schedule, unit) for unit in districts()}
            due_on, city = schedule["due_on"], story().city_unit
            rows.append(_row(metric, due_on, city, sum(planned.values())))
            rows += [_row(metric, due_on, u, n) for u, n in planned.items() if _target(metric, u)]
    return rows


def _rate_rows() -> list[Row]:
    """Rates cannot be added: each area has its own, a district only of work that it has."""
    return [
        _row(rate, due_on, area, float(rate[due_on]))
        for rate in table("plan_rates")
        for area in _areas(rate)
        for due_on in (schedule["due_on"] for schedule in table("plan_schedule"))
    ]


def _areas(rate: Mapping[str, str]) -> list[str]:
    plot = story()
    if rate["who"] == "city":
        return [plot.city_unit]
    chosen = [u for u in districts() if (u == plot.pilot_unit) == (rate["who"] == "pilot")]
    return [u for u in chosen if not rate["project_type"] or _has_project(u, rate["project_type"])]


def _has_project(unit: str, kind: str) -> bool:
    return any(project.row["project_type"] == kind for project in projects(unit))


def _target(metric: Mapping[str, str], unit: str) -> float:
    return TARGETS[metric["metric"]](unit)


def _planned(metric: Mapping[str, str], schedule: Mapping[str, str], unit: str) -> int:
    who = "pilot" if unit == story().pilot_unit else "general"
    return round(_target(metric, unit) * float(schedule[f"{who}_{metric['pace']}"]))


def _row(metric: Mapping[str, str], due_on: str, area: str, planned: float) -> Row:
    office = "市" if area == story().city_unit else districts()[area].office
    return {
        "metric": metric["metric"],
        "metric_title": metric["metric_title"],
        "area_code": area,
        "due_on": dt.date.fromisoformat(due_on),
        "planned": planned,
        "responsible_unit": f"{office}{metric['department']}",
    }

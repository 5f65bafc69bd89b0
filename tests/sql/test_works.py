"""Works: quantities by type and unit, approved and paid apart; renovations."""

from __future__ import annotations

from typing import Any

from tests.sql.harness import rows
from tests.sql.returns import COMMUNITY, LAOSHAN, build, project, value

W10 = "2021-03-14"
W10_LATER = "2021-03-21"


def metric(warehouse: Any, name: str) -> tuple[Any, ...] | None:
    """Numerator and denominator as the metric itself gives them, summed over its rows."""
    columns = [c[0] for c in rows(warehouse, f"describe metrics.{name}")]
    parts = [f"sum({c})" for c in ("numerator", "denominator") if c in columns]
    [found] = rows(warehouse, f"select {', '.join(parts)} from metrics.{name}")
    return found


def test_kilometres_become_metres_and_are_added() -> None:
    warehouse = build(
        "metrics.river_regulation_completion_rate",
        project=[
            project("P1", "river_regulation", W10, quantity_unit="km",
                    planned_quantity=1.5, completed_quantity=0.25),
            project("P2", "river_regulation", W10, quantity_unit="m",
                    planned_quantity=500, completed_quantity=100),
        ],
    )  # fmt: skip
    assert metric(warehouse, "river_regulation_completion_rate") == (350, 2000)


def test_unlike_quantities_are_never_added() -> None:
    warehouse = build(
        "marts.project_progress",
        "metrics.river_length_improved_m",
        "metrics.reservoirs_reinforced",
        project=[
            project("P1", "river_regulation", W10, quantity_unit="m", completed_quantity=100),
            project("P2", "river_regulation", W10, quantity_unit="items", completed_quantity=3),
            project("P3", "river_regulation", W10),
            project("P4", "reservoir_reinforcement", W10,
                    quantity_unit="reservoirs", completed_quantity=15),
        ],
    )  # fmt: skip
    assert rows(
        warehouse,
        "select project_type, quantity_unit, projects, completed_quantity "
        "from marts.project_progress order by 1, 2",
    ) == [
        ("reservoir_reinforcement", "reservoirs", 1, 15),
        ("river_regulation", "items", 1, 3),
        ("river_regulation", "m", 1, 100),
        ("river_regulation", "unstated", 1, 0),
    ]
    assert metric(warehouse, "river_length_improved_m") == (100,)
    assert metric(warehouse, "reservoirs_reinforced") == (15,)


def test_the_seawalls_full_length_is_not_its_finished_length() -> None:
    warehouse = build(
        "metrics.seawall_length_m",
        "metrics.seawall_completion_rate",
        project=[
            project("P1", "seawall", W10, quantity_unit="m",
                    planned_quantity=4487, completed_quantity=2310),
        ],
    )  # fmt: skip
    assert metric(warehouse, "seawall_length_m") == (4487,)
    assert metric(warehouse, "seawall_completion_rate") == (2310, 4487)


def test_money_paid_is_held_against_the_approval_of_the_same_projects_only() -> None:
    money = [(8e6, 5e6), (None, 23e6), (3e6, None)]
    warehouse = build(
        "metrics.works_payment_rate",
        "metrics.works_investment_approved_yuan",
        "metrics.works_investment_paid_yuan",
        project=[
            project(f"P{n}", "seawall", W10,
                    approved_investment_yuan=approved, paid_investment_yuan=paid)
            for n, (approved, paid) in enumerate(money)
        ],
    )  # fmt: skip
    assert metric(warehouse, "works_investment_approved_yuan") == (11e6,)
    assert metric(warehouse, "works_investment_paid_yuan") == (28e6,)
    assert metric(warehouse, "works_payment_rate") == (5e6, 8e6)


def test_a_project_is_late_after_its_planned_completion() -> None:
    late = {"planned_completion_on": "2021-03-13"}
    warehouse = build(
        "marts.project_status",
        project=[
            project("late", "seawall", W10, **late),
            project("done", "seawall", W10, project_status="completed", **late),
            project("due", "seawall", W10, planned_completion_on=W10),
        ],
    )
    assert rows(
        warehouse, "select project_id, days_overdue from marts.project_status where is_late"
    ) == [("late", 1)]


def test_renovations_started_and_completed_are_counted_apart() -> None:
    houses = [("2020-09-10", "2020-12-20"), ("2021-01-10", None), ("2021-03-10", None)]
    warehouse = build(
        "metrics.value",
        house_renovation=[
            {
                "renovation_id": f"WF{n}",
                "area_code": COMMUNITY,
                "hardship_class": "disabled",
                "started_on": started,
                "completed_on": completed,
                "unit_code": LAOSHAN,
                "as_of": W10,
            }
            for n, (started, completed) in enumerate(houses)
        ],
    )
    assert value(warehouse, "house_renovations_started", LAOSHAN, W10) == (3, None, 3)
    assert value(warehouse, "house_renovations_completed", LAOSHAN, W10) == (1, None, 1)

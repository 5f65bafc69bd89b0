"""Works rolled up to every area: pairs only, kinds and units apart."""

from __future__ import annotations

from tests.sql.harness import rows
from tests.sql.returns import CITY, LAOSHAN, build, project

W11 = "2021-03-21"


def test_a_quantity_without_a_plan_is_never_compared_with_another_s_plan() -> None:
    warehouse = build(
        "marts.works_progress",
        project=[
            project("P1", "river_regulation", W11, quantity_unit="m",
                    planned_quantity=500, completed_quantity=100),
            project("P2", "river_regulation", W11, quantity_unit="m", completed_quantity=70),
            project("P3", "river_regulation", W11, quantity_unit="m", planned_quantity=900),
        ],
    )  # fmt: skip
    assert rows(
        warehouse,
        "select area_code, projects, quantity_pairs, paired_planned_quantity,"
        " paired_completed_quantity, unplanned_quantity from marts.works_progress"
        f" where area_code in ('{CITY}', '{LAOSHAN}') order by 1",
    ) == [(CITY, 3, 1, 500, 100, 70), (LAOSHAN, 3, 1, 500, 100, 70)]


def test_money_is_paired_and_units_stay_apart() -> None:
    warehouse = build(
        "marts.works_progress",
        project=[
            project("P1", "river_regulation", W11, quantity_unit="m",
                    approved_investment_yuan=900.0, paid_investment_yuan=300.0),
            project("P2", "river_regulation", W11, quantity_unit="m",
                    paid_investment_yuan=5000.0),
            project("P3", "river_regulation", W11, quantity_unit="items"),
        ],
    )  # fmt: skip
    assert rows(
        warehouse,
        "select quantity_unit, money_pairs, paired_approved_yuan, paired_paid_yuan"
        f" from marts.works_progress where area_code = '{CITY}' order by 1",
    ) == [("items", 0, 0, 0), ("m", 1, 900, 300)]

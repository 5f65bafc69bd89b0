"""Cached reads of the page 防治工程: quantities and money per kind, renovations, projects."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from dashboard.read import Warehouse, per_version


@dataclass(frozen=True)
class Works:
    """One kind of works in one area, measured in one unit; quantities and money in pairs."""

    kind: str
    title: str
    unit: str  # as it is printed; empty when none was stated
    projects: int
    completed_projects: int
    late_projects: int
    quantity_pairs: int
    planned: float
    completed: float
    unplanned: float  # done by projects that state no plan
    money_pairs: int
    approved_yuan: float
    paid_yuan: float

    @property
    def key(self) -> str:
        """What tells this row from another of the same area: kind and unit."""
        return f"{self.kind}-{self.unit}"


@dataclass(frozen=True)
class Renovations:
    """Houses of one hardship class: begun and finished; the ledger states no plan."""

    title: str
    started: int
    completed: int
    subsidy_yuan: float


@per_version
def works(warehouse: Warehouse, as_of: date) -> dict[str, tuple[Works, ...]]:
    """Every area's works, in the order of the code lists."""
    rows = warehouse.query(
        "select w.area_code, w.project_type, kinds.title,"
        " case when w.quantity_unit = 'unstated' then '' else coalesce(units.title, '') end,"
        " w.projects, w.completed_projects, w.late_projects, w.quantity_pairs,"
        " w.paired_planned_quantity, w.paired_completed_quantity, w.unplanned_quantity,"
        " w.money_pairs, w.paired_approved_yuan, w.paired_paid_yuan"
        " from marts.works_progress as w"
        " inner join codes.project_type as kinds on kinds.code = w.project_type"
        " left join codes.quantity_unit as units on units.code = w.quantity_unit"
        " where w.as_of = ?"
        " order by cast(kinds.sort as integer), cast(units.sort as integer) nulls last",
        [as_of],
    )
    found: dict[str, list[Works]] = {}
    for area, *values in rows.iter_rows():
        found.setdefault(area, []).append(Works(*values))
    return {area: tuple(those) for area, those in found.items()}


@per_version
def renovations(warehouse: Warehouse, as_of: date) -> dict[str, tuple[Renovations, ...]]:
    """Every area's renovations, the sum of all classes first."""
    rows = warehouse.query(
        "select r.area_code,"
        " case when r.hardship_class = 'all' then '合计' else coalesce(c.title, '未注明') end,"
        " r.started_houses, r.completed_houses, r.subsidy_yuan"
        " from marts.renovation_status as r"
        " left join codes.hardship_class as c on c.code = r.hardship_class"
        " where r.as_of = ?"
        " order by r.hardship_class <> 'all', cast(c.sort as integer) nulls last",
        [as_of],
    )
    found: dict[str, list[Renovations]] = {}
    for area, *values in rows.iter_rows():
        found.setdefault(area, []).append(Renovations(*values))
    return {area: tuple(those) for area, those in found.items()}


@per_version
def projects(warehouse: Warehouse, area: str, as_of: date) -> pl.DataFrame:
    """The area's projects: late ones first, the longest; then by the date they are due."""
    return warehouse.query(
        "select p.project_id, p.project_name, p.project_type, kinds.title as kind,"
        " coalesce(area.district_code, p.area_code) as district_code,"
        " coalesce(units.title, '') as unit, p.planned_quantity, p.completed_quantity,"
        " p.approved_investment_yuan, p.paid_investment_yuan, states.title as state,"
        " p.planned_completion_on, p.completed_on, p.is_completed, p.is_late, p.days_overdue,"
        " p.responsible_unit"
        " from marts.project_status as p"
        " inner join staging.area_ancestor as above on above.area_code = p.area_code"
        " left join staging.area as area on area.area_code = p.area_code"
        " left join codes.project_type as kinds on kinds.code = p.project_type"
        " left join codes.quantity_unit as units on units.code = p.quantity_unit"
        " left join codes.project_status as states on states.code = p.project_status"
        " where above.ancestor_code = ? and p.as_of = ?"
        " order by p.is_late desc, p.days_overdue desc nulls last, p.is_completed,"
        " p.planned_completion_on nulls last, p.project_id, p.unit_code",
        [area, as_of],
    )

"""What the page 总览 asks the warehouse: this week's changes, and what a leader has ordered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from dashboard.read import per_version
from warehouse.read import Warehouse


@per_version
def changes(warehouse: Warehouse, as_of: date) -> pl.DataFrame:
    """All rows of marts.week_change for the week."""
    return warehouse.query(
        "select area_code, kind, metric, subject_code, subject, quantity, unit, previous, current"
        " from marts.week_change where as_of = ? order by kind, subject_code, area_code",
        [as_of],
    )


@per_version
def supervised(warehouse: Warehouse, as_of: date) -> pl.DataFrame:
    """Overdue sites under supervision that carry an order number, the longest overdue first."""
    return warehouse.query(
        "select o.site_name, o.area_code, o.responsible_unit, h.supervision_order,"
        " h.supervision_due_on, o.days_overdue"
        " from marts.overdue_site as o inner join marts.hazard_site as h on h.site_id = o.site_id"
        " where o.as_of = ? and o.is_supervised and h.supervision_order is not null"
        " order by o.days_overdue desc, o.site_id",
        [as_of],
    )


@dataclass(frozen=True)
class Kind:
    """One kind of weekly change, as the code list has it."""

    code: str
    title: str
    description: str


@per_version
def change_kinds(warehouse: Warehouse) -> tuple[Kind, ...]:
    """The kinds of weekly change in the order they are told."""
    rows = warehouse.query(
        "select code, title, coalesce(description, '') from codes.change_kind"
        " order by cast(sort as integer)"
    )
    return tuple(Kind(*row) for row in rows.iter_rows())

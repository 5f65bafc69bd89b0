"""What the page 总览 asks the warehouse: this week's changes, and what a leader has ordered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from dashboard.read import per_version
from dashboard.reading import LISTED
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
def corrections(warehouse: Warehouse, area: str, as_of: date) -> list[dict[str, Any]]:
    """The first LISTED places corrected in the area and below, return by return, and their total.

    Of each return the figures come first: they are what a reader asks for.
    """
    frame = warehouse.query(
        "select c.load_no, c.area_code, c.source_title, c.used_as_of, c.correction_kind,"
        " k.title as kind_title, c.object_id, c.object_name, c.column_title, c.previous_text,"
        " c.current_text, c.previous_number, c.current_number, count(*) over () as total"
        " from marts.correction as c"
        " inner join staging.area as a on a.area_code = c.area_code"
        " inner join codes.correction_kind as k on k.code = c.correction_kind"
        " where c.as_of = ? and (a.area_code = ? or a.parent_code = ?)"
        " order by a.sort_key, c.load_no, c.previous_number is null, c.current_number is null,"
        f" c.correction_no limit {LISTED}",
        [as_of, area, area],
    )
    return frame.to_dicts()


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

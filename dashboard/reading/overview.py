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
    """The first LISTED places corrected in the area and below, with the number of all of them.

    Return by return, `place_no` counting the `places` of each from 1, figures first: they are what
    a reader asks for. However many places one return has, the first of every other is there.
    """
    frame = warehouse.query(
        "with placed as (select c.*, a.sort_key, k.title as kind_title,"
        " row_number() over (partition by c.load_no order by c.previous_number is null,"
        " c.current_number is null, c.correction_kind <> 'cell', c.correction_no) as place_no,"
        " count(*) over (partition by c.load_no) as places, count(*) over () as total"
        " from marts.correction as c"
        " inner join staging.area as a on a.area_code = c.area_code"
        " inner join codes.correction_kind as k on k.code = c.correction_kind"
        " where c.as_of = ? and (a.area_code = ? or a.parent_code = ?)),"
        " kept as (select * from placed order by place_no > 1, sort_key, load_no, place_no"
        f" limit {LISTED})"
        " select load_no, area_code, source_title, used_as_of, correction_kind, kind_title,"
        " object_id, object_name, column_title, previous_text, current_text, previous_number,"
        " current_number, place_no, places, total from kept order by sort_key, load_no, place_no",
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

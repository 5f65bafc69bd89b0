"""What the page 调度台 asks the warehouse: meetings, matters, the month, budgets, duties, lists."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from dashboard.read import Warehouse, per_version

Row = dict[str, Any]
ALL = "all"  # the total's department in marts.budget_status


def _rows(warehouse: Warehouse, sql: str, *given: object) -> tuple[Row, ...]:
    return tuple(warehouse.query(sql, list(given)).iter_rows(named=True))


@per_version
def matters(warehouse: Warehouse, area: str, as_of: date) -> tuple[Row, ...]:
    """The area's matters: open ones first, the longest overdue, then by their deadline."""
    return _rows(
        warehouse,
        "select m.matter_id, m.matter_title, m.matter_kind, kinds.title as kind, m.area_code,"
        " m.responsible_unit, m.raised_on, m.due_on, m.analysis, m.measure, m.matter_state,"
        " states.title as state, m.state_since, m.closed_on, m.is_open, m.is_overdue,"
        " m.days_overdue, m.used_as_of"
        " from marts.matter_status as m"
        " inner join staging.area_ancestor as above on above.area_code = m.area_code"
        " left join codes.matter_kind as kinds on kinds.code = m.matter_kind"
        " left join codes.matter_state as states on states.code = m.matter_state"
        " where above.ancestor_code = ? and m.as_of = ?"
        " order by m.is_open desc, m.days_overdue desc nulls last, m.due_on nulls last,"
        " m.raised_on, m.matter_id, m.unit_code",
        area,
        as_of,
    )


@per_version
def meetings(warehouse: Warehouse, area: str, as_of: date) -> tuple[Row, ...]:
    """Every meeting and activity known by the week, the latest first."""
    return _rows(
        warehouse,
        "select m.meeting_id, m.meeting_kind, kinds.title as kind, m.meeting_group, m.area_code,"
        " m.held_on, m.host_unit, m.agenda, m.raised_matters, m.participants_persons,"
        " m.experts_persons"
        " from marts.meeting_log as m"
        " inner join staging.area_ancestor as above on above.area_code = m.area_code"
        " left join codes.meeting_kind as kinds on kinds.code = m.meeting_kind"
        " where above.ancestor_code = ? and m.as_of = ?"
        " order by m.held_on desc, m.unit_code, m.meeting_id",
        area,
        as_of,
    )


@per_version
def month(warehouse: Warehouse, area: str, as_of: date) -> Row | None:
    """Meetings and matters of the month so far; None where no ledger ever came in."""
    found = _rows(
        warehouse,
        "select month_start, meetings, field_visits, opening_matters, raised_matters_in_month,"
        " closed_matters_in_month, closing_matters, overdue_matters"
        " from marts.dispatch_month where area_code = ? and as_of = ?",
        area,
        as_of,
    )
    return found[0] if found else None


@per_version
def budgets(warehouse: Warehouse, as_of: date) -> Mapping[str, tuple[Row, ...]]:
    """Every area's budget: its departments, the largest first, and their total at the end."""
    rows = _rows(
        warehouse,
        "select area_code, department, departments, declared_departments,"
        " prereviewed_departments, submitted_departments, reviewed_departments,"
        " approved_departments, declared_yuan, prereviewed_yuan, submitted_yuan, reviewed_yuan,"
        " approved_yuan, cut_yuan, method_issued_on, reviewed_on, approved_on, budget_stage"
        " from marts.budget_status where as_of = ?"
        " order by department = 'all', declared_yuan desc nulls last, department",
        as_of,
    )
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row["area_code"], []).append(row)
    return {area: tuple(those) for area, those in found.items()}


@per_version
def budget_stages(warehouse: Warehouse) -> tuple[Row, ...]:
    """The steps of a budget in their order: code, title, description."""
    return _rows(
        warehouse,
        "select code, title, description from codes.budget_stage order by cast(sort as integer)",
    )


@per_version
def roster(warehouse: Warehouse, area: str, as_of: date) -> tuple[Row, ...]:
    """Who does what in the area's own unit, in the order of the code lists."""
    return _rows(
        warehouse,
        "select d.duty_system, d.duty_role, d.member_kind, d.member_name, d.census_classes,"
        " d.duties, d.staff_persons, d.is_at_least"
        " from marts.duty_roster as d"
        " left join codes.duty_system as systems on systems.code = d.duty_system"
        " left join codes.duty_role as roles on roles.code = d.duty_role"
        " where d.area_code = ? and d.as_of = ?"
        " order by cast(systems.sort as integer), cast(roles.sort as integer), d.row_no",
        area,
        as_of,
    )


@per_version
def duty_counts(warehouse: Warehouse, as_of: date) -> Mapping[tuple[str, str, str], Row]:
    """(area, system, role) -> how many units, their staff, and whether that is a lower bound."""
    rows = _rows(
        warehouse,
        "select area_code, duty_system, duty_role, count(*) as units,"
        " cast(sum(staff_persons) as bigint) as staff_persons, bool_or(is_at_least) as is_at_least"
        " from marts.duty_roster where as_of = ? group by area_code, duty_system, duty_role",
        as_of,
    )
    return {(row["area_code"], row["duty_system"], row["duty_role"]): row for row in rows}


@per_version
def census_classes(warehouse: Warehouse) -> tuple[tuple[str, str], ...]:
    """Code and title of the 6+4+1 classes in their order."""
    rows = warehouse.query(
        "select code, title from codes.census_class order by cast(sort as integer)"
    )
    return tuple((code, title) for code, title in rows.iter_rows())


@per_version
def list_counts(warehouse: Warehouse, as_of: date) -> Mapping[tuple[str, str], int]:
    """(area, kind of list) -> how many items."""
    rows = warehouse.query(
        "select area_code, list_kind, count(*) from marts.work_list_item"
        " where as_of = ? group by area_code, list_kind",
        [as_of],
    )
    return {(area, kind): count for area, kind, count in rows.iter_rows()}


@per_version
def list_items(warehouse: Warehouse, area: str, as_of: date) -> tuple[Row, ...]:
    """Each list of the area's own unit by who provides: items in the order of the form."""
    return _rows(
        warehouse,
        "select w.list_kind, kinds.title as kind, w.responsible_unit, w.user_units,"
        " count(*) as items, string_agg(w.item_title, '、' order by w.item_id) as titles"
        " from marts.work_list_item as w"
        " left join codes.list_kind as kinds on kinds.code = w.list_kind"
        " where w.area_code = ? and w.as_of = ?"
        " group by w.list_kind, kinds.title, kinds.sort, w.responsible_unit, w.user_units"
        " order by cast(kinds.sort as integer), count(*) desc, w.responsible_unit",
        area,
        as_of,
    )

"""Budgets, duties and lists: who pays what, who does what, and what is shared."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping

from etl.forms.workbook import NO, YES, Row
from etl.sample.areas import districts, streets
from etl.sample.census import tasks
from etl.sample.dispatch import GENERAL, has_department, kind_of, office_of
from etl.sample.draw import draw, whole
from etl.sample.story import story, table

OFFICE = "普查办"
LIST_STEPS = {"pilot": 1.0, GENERAL: 0.6}  # how many of the shared things a district shares
GROUPS_SINCE, GROUPS_UNTIL = dt.date(2020, 8, 3), dt.date(2021, 3, 10)
LISTS_SINCE = dt.date(2021, 2, 1)


def _days(unit: str) -> Mapping[str, dt.date]:
    """When each step of the unit's budget was taken; steps not taken are not there."""
    (row,) = [row for row in table("budget_days") if row["unit_code"] == unit]
    return {
        step: dt.date.fromisoformat(day) for step, day in row.items() if day and step != "unit_code"
    }


def budget_rows(unit: str, as_of: dt.date) -> list[Row]:
    """A district's budget as far as it had come on a day, in 万元."""
    if unit == story().city_unit:
        return []
    days = _days(unit)
    if days["method"] > as_of:
        return []
    known = {step for step, day in days.items() if day <= as_of}
    return [
        _budget_row(unit, row, days, known)
        for row in table("budgets")
        if has_department(unit, row["department"])
    ]


def _budget_row(
    unit: str, row: Mapping[str, str], days: Mapping[str, dt.date], known: set[str]
) -> Row:
    amounts = {
        step: _amount(unit, row, step)
        for step in ("declared", "prereviewed", "submitted", "reviewed")
        if step in known
    }
    is_approved = "approved" in known
    return {
        "department": f"{office_of(unit)}{row['department']}",
        "method_issued_on": days["method"],
        "declared_yuan": amounts.get("declared"),
        "prereviewed_yuan": amounts.get("prereviewed"),
        "submitted_yuan": amounts.get("submitted"),
        "reviewed_yuan": amounts.get("reviewed"),
        "reviewed_on": days["reviewed"] if "reviewed" in known else None,
        "approved_yuan": amounts.get("reviewed") if is_approved else None,
        "approved_on": days["approved"] if is_approved else None,
    }


def _amount(unit: str, row: Mapping[str, str], step: str) -> float:
    """The pilot's amounts as they are; others' by their size, and what their experts cut."""
    amount = float(row[step])
    if unit == story().pilot_unit:
        return amount
    cut = 0.92 + 0.16 * draw("cut", unit, row["department"]) if step == "reviewed" else 1.0
    share = 0.9 + 0.2 * draw("budget", unit, row["department"])
    return round(amount * districts()[unit].size * share * cut, 1)


def duty_rows(unit: str, as_of: dt.date) -> list[Row]:
    """Who does what in a unit; a district's list begins with its budget's method."""
    kind = kind_of(unit)
    if kind == GENERAL and _days(unit)["method"] > as_of:
        return []
    rows = [_duty(row, name) for row in table("duties") if row["who"] == kind
            for name in _members(unit, row)]  # fmt: skip
    if kind == "city":
        return [*rows, *_groups_below(as_of)]
    return [*rows, *_leads(unit)]


def _members(unit: str, row: Mapping[str, str]) -> Iterator[str]:
    names = row["members"]
    if names == "{streets}":
        yield from (street.name for street in streets(unit))
        return
    is_listed = row["member_kind"] == "部门" and row["role"] not in ("力量", "牵头抓总")
    for name in names.split():
        if is_listed and kind_of(unit) == GENERAL and draw("member", unit, name) < 0.1:
            continue
        if has_department(unit, name):
            yield f"{office_of(unit)}{name}部门" if is_listed else name


def _duty(row: Mapping[str, str], name: str) -> Row:
    return {
        "duty_system": row["system"],
        "duty_role": row["role"],
        "member_kind": row["member_kind"],
        "member_name": name,
        "census_classes": row["classes"] or None,
        "duties": row["duties"] or None,
        "staff_persons": int(row["staff"]) if row["staff"] else None,
        "is_at_least": {"是": YES, "否": NO}.get(row["at_least"]),
    }


def _leads(unit: str) -> Iterable[Row]:
    """The office above all, and the departments that lead: those that have a budget."""
    for row in table("budgets"):
        if not has_department(unit, row["department"]):
            continue
        yield {
            "duty_system": "责任分工",
            "duty_role": "牵头抓总" if row["department"] == OFFICE else "责任牵头",
            "member_kind": "部门",
            "member_name": f"{office_of(unit)}{row['department']}",
            "census_classes": row["classes"],
            "duties": row["duties"],
        }


def _groups_below(as_of: dt.date) -> Iterable[Row]:
    """The districts that have set up their own leading group, as the city office counts them."""
    span = (GROUPS_UNTIL - GROUPS_SINCE).days
    for unit, district in districts().items():
        day = GROUPS_SINCE + dt.timedelta(days=whole(0, span, "group", unit))
        if day <= as_of:
            yield {
                "duty_system": "领导小组",
                "duty_role": "下级领导小组",
                "member_kind": "区(市)",
                "member_name": district.name,
                "duties": "统一领导本辖区普查工作",
            }


def list_rows(unit: str, as_of: dt.date) -> list[Row]:
    """The lists of a district: its tasks, what it shares and merges, and its set of plans."""
    kind = kind_of(unit)
    if kind == "city":
        return []
    since = LISTS_SINCE + dt.timedelta(days=whole(0, 60, "lists", unit))
    if kind == GENERAL and since > as_of:
        return []
    share = LIST_STEPS[kind]
    rows = [
        (row["list"], item, row["provider"], row["user"])
        for row in table("work_lists")
        for item in row["items"].split()
        if row["list"] == "总体方案"
        or (has_department(unit, row["provider"]) and draw("listed", unit, item) < share)
    ]  # fmt: skip
    owners = _owners()
    rows += [
        ("任务清单", task.name, owners[task.code], "")
        for task in tasks(unit)
        if task.assigned_on <= as_of
    ]
    office = office_of(unit)
    return [
        {
            "item_id": f"QD{unit}{n:03d}",
            "list_kind": kind_,
            "item_title": item,
            "responsible_unit": f"{office}{provider}",
            "user_units": f"{office}{user}" if user else None,
        }
        for n, (kind_, item, provider, user) in enumerate(rows, start=1)
    ]


def _owners() -> Mapping[str, str]:
    """Task -> the department that leads its class."""
    leads = {name: row["department"] for row in table("budgets")
             for name in row["classes"].split("、")}  # fmt: skip
    return {row["task_code"]: leads[row["census_class"]] for row in table("tasks")}

"""Meetings and open matters: what the census offices hold, raise, analyse and settle, by the day.

Both ledgers grow and are sent when they change; a matter's dates are drawn once, so that every week
shows what was known then.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from etl.forms.workbook import YES, Row
from etl.sample.areas import districts, streets
from etl.sample.draw import draw, whole
from etl.sample.story import story, table

GENERAL = "general"  # rows of the data that stand for every district but the pilot
OFFICE_WEEKS = 2  # a matter raised this close after a meeting was raised there
SEA = "海洋"
WEEKEND = 5
_MATTERS = {"city": 10, "pilot": 22, GENERAL: 14}
_FIRST_RAISED, _LAST_RAISED = -3, 28  # weeks between which matters come up
_SPEED = {"city": (0.5, 1.3), "pilot": (0.4, 1.05), GENERAL: (0.6, 2.6)}  # of the days allowed


@dataclass(frozen=True)
class Matter:
    """One matter; `analysed_on` and `closed_on` are when it got there, if its unit keeps going."""

    id: str
    template: Mapping[str, str]
    place: str
    owner: str
    raised_on: dt.date
    due_on: dt.date
    analysed_on: dt.date
    closed_on: dt.date


def kind_of(unit: str) -> str:
    """Which rows of the data are about the unit: city, pilot or general."""
    plot = story()
    return {plot.city_unit: "city", plot.pilot_unit: "pilot"}.get(unit, GENERAL)


def office_of(unit: str) -> str:
    """What the unit's departments carry in front: 市, 崂山区."""
    return "市" if unit == story().city_unit else districts()[unit].office


def has_department(unit: str, department: str) -> bool:
    """Whether the unit has such a department: inland districts have none for the sea."""
    return SEA not in department or unit not in districts() or districts()[unit].is_coastal


def meeting_rows(unit: str, as_of: dt.date) -> list[Row]:
    """The meetings that a unit has held by a day."""
    return [row for day, row in _meetings(unit) if day <= as_of]


@cache
def _meetings(unit: str) -> tuple[tuple[dt.date, Row], ...]:
    named = unit if kind_of(unit) != GENERAL else GENERAL
    held = sorted(
        (
            (_working_day(unit, dt.date.fromisoformat(day)), number, row)
            for number, row in enumerate([*table("meetings"), *_reviews(unit)])
            if row["unit_code"] == named
            for day in row["days"].split()
        ),
        key=lambda one: one[:2],
    )
    return tuple(
        (day, _meeting(unit, n, day, row)) for n, (day, _, row) in enumerate(held, start=1)
    )


def _meeting(unit: str, n: int, day: dt.date, row: Mapping[str, str]) -> Row:
    return {
        "meeting_id": f"HY{unit}{n:03d}",
        "meeting_kind": row["kind"],
        "held_on": day,
        "host_unit": row["host"].format(office=office_of(unit)),
        "agenda": row["agenda"],
        "raised_matters": int(row["raised"]),
        "participants_persons": int(row["participants"]),
        "experts_persons": int(row["experts"]) if row["experts"] else None,
    }


def _reviews(unit: str) -> list[Mapping[str, str]]:
    """The review meetings that the days of the budget call for; the pilot's stands in the data."""
    if kind_of(unit) != GENERAL:
        return []
    return [
        {
            "unit_code": GENERAL,
            "kind": "预算评审会",
            "host": "{office}财政部门",
            "agenda": "逐个部门评审普查经费预算",
            "raised": "0",
            "participants": str(whole(14, 20, "reviewers", unit)),
            "experts": str(whole(3, 5, "experts", unit)),
            "days": row["reviewed"],
        }
        for row in table("budget_days")
        if row["unit_code"] == unit and row["reviewed"]
    ]


def _working_day(unit: str, day: dt.date) -> dt.date:
    """Districts meet on days of their own, nobody on a weekend."""
    if kind_of(unit) == GENERAL:
        day += dt.timedelta(days=whole(0, 2, "meeting day", unit))
    return day + dt.timedelta(days=7 - day.weekday() if day.weekday() >= WEEKEND else 0)


def matter_rows(unit: str, as_of: dt.date) -> list[Row]:
    """A unit's matters as they stood on a day; a stalled unit takes up and settles nothing."""
    day = story().effective(unit, as_of)
    return [_row(unit, matter, day) for matter in _matters(unit) if matter.raised_on <= day]


@cache
def _matters(unit: str) -> tuple[Matter, ...]:
    count = _MATTERS[kind_of(unit)]
    templates = [one for one in table("matters") if has_department(unit, one["department"])]
    start = whole(0, len(templates) - 1, "first matter", unit)
    made = [_matter(unit, n, templates[(start + n) % len(templates)], count) for n in range(count)]
    return tuple(sorted(made, key=lambda one: (one.raised_on, one.id)))


def _matter(unit: str, n: int, template: Mapping[str, str], count: int) -> Matter:
    span = (_LAST_RAISED - _FIRST_RAISED) / count
    week = _FIRST_RAISED + (n + draw("raised", unit, n)) * span
    raised = story().first_week + dt.timedelta(days=round(7 * week))
    raised -= dt.timedelta(days=max(0, raised.weekday() - WEEKEND + 1))
    allowed = int(template["days"])
    low, high = _SPEED[kind_of(unit)]
    taken = round(allowed * (low + (high - low) * draw("speed", unit, n)))
    owner = template["department"]
    return Matter(
        id=f"SX{unit}{n + 1:03d}",
        template=template,
        place=_place(unit, n),
        owner=f"{office_of(unit)}{owner}",
        raised_on=raised,
        due_on=raised + dt.timedelta(days=allowed),
        analysed_on=raised + dt.timedelta(days=whole(3, 9, "analysed", unit, n)),
        closed_on=raised + dt.timedelta(days=max(taken, 10)),
    )


def _place(unit: str, n: int) -> str:
    known = streets(unit)
    return known[whole(0, len(known) - 1, "place", unit, n)].name if known else "部分区(市)"


def _row(unit: str, matter: Matter, day: dt.date) -> Row:
    template = matter.template
    is_analysed, is_closed = matter.analysed_on <= day, matter.closed_on <= day
    meeting = _raised_at(unit, matter.raised_on)
    return {
        "matter_id": matter.id,
        "matter_title": template["title"].format(place=matter.place),
        "matter_kind": template["kind"],
        "responsible_unit": matter.owner,
        "raised_on": matter.raised_on,
        "meeting_id": meeting,
        "due_on": matter.due_on,
        "analysis": template["analysis"] if is_analysed else None,
        "measure": template["measure"] if is_analysed else None,
        "matter_state": _state(matter, day, is_analysed=is_analysed, is_closed=is_closed),
        "closed_on": matter.closed_on if is_closed else None,
    }


def _state(matter: Matter, day: dt.date, *, is_analysed: bool, is_closed: bool) -> str:
    if is_closed:
        return "已办结"
    if not is_analysed:
        return "待分析"
    is_stuck = (day - matter.raised_on) > (matter.due_on - matter.raised_on) / 2
    return "提请上级" if is_stuck and matter.template["escalates"] == YES else "办理中"


def _raised_at(unit: str, raised_on: dt.date) -> str | None:
    """The last meeting of the fortnight before."""
    since = raised_on - dt.timedelta(weeks=OFFICE_WEEKS)
    near = [row for day, row in _meetings(unit) if since <= day <= raised_on]
    return str(near[-1]["meeting_id"]) if near else None

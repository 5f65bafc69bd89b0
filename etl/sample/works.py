"""Mitigation works: quantities, money and dates of every project on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from etl.forms.workbook import Row
from etl.sample.areas import near, streets
from etl.sample.curve import Curve, curve
from etl.sample.draw import draw
from etl.sample.story import story, table

SITE_RADIUS = 0.006  # degrees around the street's point
_STEP = {"米": 10.0, "公里": 0.1}  # what progress is measured in; anything else counts whole ones


@dataclass(frozen=True)
class Project:
    """One project; `done` and `paid` are cumulative, in the form's own units (米、座…、万元)."""

    row: Mapping[str, str]
    done: Curve
    paid: Curve
    completed_on: dt.date | None

    @property
    def planned(self) -> float:
        """计划工程量."""
        return float(self.row["planned_quantity"])


@cache
def projects(unit: str) -> tuple[Project, ...]:
    """The projects of a district."""
    return tuple(_project(row) for row in table("projects") if row["unit_code"] == unit)


def _project(row: Mapping[str, str]) -> Project:
    started = dt.date.fromisoformat(row["started_on"])
    completed = dt.date.fromisoformat(row["completed_on"]) if row["completed_on"] else None
    done = [(started, 0.0), *_anchors(row, "done:", started)]
    if completed is not None:
        before = [(day, amount) for day, amount in done if day < completed]
        done = [*before, (completed, float(row["planned_quantity"]))]
    paid = [(started, 0.0), *_anchors(row, "paid:", started)]
    return Project(row, curve(done), curve(paid), completed)


def _anchors(
    row: Mapping[str, str], prefix: str, started: dt.date
) -> Iterable[tuple[dt.date, float]]:
    for name, value in row.items():
        day = name.removeprefix(prefix)
        if name.startswith(prefix) and dt.date.fromisoformat(day) > started:
            yield dt.date.fromisoformat(day), float(value)


def project_rows(unit: str, as_of: dt.date) -> list[Row]:
    """A district's projects as they stood on a day."""
    day = story().effective(unit, as_of)
    return [_row(project, day) for project in projects(unit)]


def _row(project: Project, day: dt.date) -> Row:
    row = project.row
    started_on = dt.date.fromisoformat(row["started_on"])
    is_done = project.completed_on is not None and project.completed_on <= day
    step = _STEP.get(row["quantity_unit"], 1.0)
    done = round(int(project.done.at(day) / step + 1e-9) * step, 1)
    longitude, latitude = _point(row)
    return {
        "project_id": row["project_id"],
        "project_name": row["project_name"],
        "project_type": row["project_type"],
        "area_code": row["area_code"],
        "longitude": longitude,
        "latitude": latitude,
        "quantity_unit": row["quantity_unit"],
        "planned_quantity": project.planned,
        "completed_quantity": project.planned if is_done else done,
        "approved_investment_yuan": float(row["approved_investment"]),
        "paid_investment_yuan": int(project.paid.at(day)),
        "started_on": started_on if started_on <= day else None,
        "planned_completion_on": dt.date.fromisoformat(row["planned_completion_on"]),
        "completed_on": project.completed_on if is_done else None,
        "project_status": _status(project, day, started_on, is_done),
        "responsible_unit": row["responsible_unit"],
        "contractor": "示例建设有限公司",
    }


def _status(project: Project, day: dt.date, started_on: dt.date, is_done: bool) -> str:
    if started_on > day:
        return "未开工"
    if not is_done or project.completed_on is None:
        return "在建"
    has_passed = (day - project.completed_on).days >= 60  # acceptance takes about two months
    return (
        "已验收" if has_passed and draw("accepted", project.row["project_id"]) < 0.6 else "已完工"
    )


def _point(row: Mapping[str, str]) -> tuple[float | None, float | None]:
    for street in streets(row["unit_code"]):
        if street.code == row["area_code"]:
            return near(street.longitude, street.latitude, SITE_RADIUS, row["project_id"])
    return None, None

"""Objects as columns: sites by severity, shelters by capacity, terminals all alike.

Heights are in steps of the drawing, never metres; the tallest of each kind is TALLEST high.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from dashboard import format
from dashboard.components import place
from dashboard.components.community.common import within
from dashboard.components.hazard import common as hazard
from dashboard.components.hazard import sitemap
from dashboard.components.pointmap import Point, Shape, Tone
from dashboard.components.scene import common
from dashboard.reading import broadcast, hazards, scene, shelters
from dashboard.view import View

TALLEST = 14.0  # of the plane's longer side, which is 100
PIN = 2.4  # every terminal
LEAST = 0.5  # a column of the smallest capacity, or of none stated, can still be seen
UNSTATED = "unstated"  # a site without a grade is half as high as the lowest grade
UNFILLED = "未填"
Row = dict[str, Any]


@dataclass(frozen=True)
class Sign:
    """One entry of the legend."""

    kind: str
    title: str
    tone: Tone
    shape: Shape


@dataclass(frozen=True)
class Column:
    """One object; `is_alone`: an untreated site with no shelter near.

    `measure` is what its kind is compared by, ready for print: `小型`, `580`, `在线`; `facts` say
    the rest.
    """

    kind: str
    sign: str
    name: str
    area: str
    longitude: float | None
    latitude: float | None
    height: float
    measure: str
    facts: tuple[str, ...]
    is_alone: bool = False

    @property
    def said(self) -> str:
        """What its height or its colour stands for, with the unit."""
        kind = common.KINDS[self.kind]
        unit = kind.measured_in if self.measure != UNFILLED else ""
        return f"{kind.measure}：{self.measure}{unit}"

    @property
    def is_placed(self) -> bool:
        """Whether it can be drawn."""
        return self.longitude is not None and self.latitude is not None


TERMINALS: dict[str, tuple[Tone, Shape]] = {
    "fault": ("bad", "circle"),
    "offline": ("warn", "circle"),
    "online": ("plain", "circle"),
    "disabled": ("plain", "square"),
}
SHELTERS: dict[str, tuple[Tone, Shape]] = {
    "community": ("good", "square"),
    "urban": ("good", "circle"),
}
UNKNOWN = Sign(common.TERMINALS, "状态未填", "plain", "diamond")


def signs(view: View) -> dict[str, Sign]:
    """Every entry that the legend may have, in its order, by the column's `sign`."""
    sites = {code: Sign(common.HAZARDS, *sign) for code, sign in sitemap.STATES.items()}
    roofs = {
        code: Sign(common.SHELTERS, title, *SHELTERS[code])
        for code, title in shelters.registers(view.version).items()
    }
    said = broadcast.statuses(view.version)
    pins = {code: Sign(common.TERMINALS, said[code], *sign) for code, sign in TERMINALS.items()}
    return {**sites, **roofs, **pins, UNSTATED: UNKNOWN}


def of(view: View, kind: str) -> Iterator[Column]:
    """The columns of one kind, of sites those of the chosen family; the gravest first."""
    if kind == common.HAZARDS:
        return _sites(view)
    return _shelters(view) if kind == common.SHELTERS else _terminals(view)


def _sites(view: View) -> Iterator[Column]:
    grades = hazards.grades(view.version)
    heights = _heights(grades)
    near = within(view, "shelter")
    rows = scene.sites(view.version, view.area.code, hazard.family(view), view.as_of)
    for row in rows.iter_rows(named=True):
        grade = row["hazard_grade"] or UNSTATED
        facts = (
            row["kind"] or "类型未注明",
            row["state"] or "整改状态未填",
            _threatened(row),
            _near(row, near),
            f"责任单位：{row['responsible_unit'] or '未注明'}",
        )
        yield Column(
            common.HAZARDS,
            sitemap.state(row),
            row["site_name"],
            row["area_code"],
            row["longitude"],
            row["latitude"],
            heights[grade],
            grades[grade],
            facts,
            is_alone(row),
        )


def is_alone(row: Row) -> bool:
    """Whether the site is untreated and known to have no shelter near."""
    return not row["is_treated"] and row["has_shelter_near"] is False


def _heights(grades: Iterable[str]) -> dict[str, float]:
    """Grades, the gravest first, as heights: a step each, half a step for none."""
    known = [grade for grade in grades if grade != UNSTATED]
    step = TALLEST / len(known)
    heights = {grade: step * (len(known) - n) for n, grade in enumerate(known)}
    return {**heights, UNSTATED: step / 2}


def _threatened(row: Row) -> str:
    persons = row["threatened_persons"]
    return "威胁人数未填" if persons is None else f"威胁{format.counted(persons, '人')}"


def _near(row: Row, near: str) -> str:
    known = row["has_shelter_near"]
    if known is None:
        return f"{near}有没有避难场所不能判断"
    return f"{near}{'有' if known else '没有'}避难场所"


def _shelters(view: View) -> Iterator[Column]:
    rows = scene.shelters(view.version, view.area.code, view.as_of)
    most = max((row or 0 for row in rows["capacity_persons"]), default=0)
    for row in rows.iter_rows(named=True):
        persons = row["capacity_persons"]
        height = TALLEST * (persons or 0) / most if most else 0.0
        yield Column(
            common.SHELTERS,
            row["shelter_register"],
            row["shelter_name"],
            row["area_code"],
            row["longitude"],
            row["latitude"],
            max(height, LEAST),
            UNFILLED if persons is None else format.grouped(persons, 0),
            (row["register"], row["state"] or "状态未填"),
        )


def _terminals(view: View) -> Iterator[Column]:
    for row in scene.terminals(view.version, view.area.code, view.as_of).iter_rows(named=True):
        yield Column(
            common.TERMINALS,
            row["terminal_status"] or UNSTATED,
            row["terminal_name"] or row["terminal_id"],
            row["area_code"],
            row["longitude"],
            row["latitude"],
            PIN,
            row["status"] or UNKNOWN.title,
            (row["kind"] or "类型未注明",),
        )


def point(view: View, column: Column, sign: Sign) -> Point:
    """The column on the flat map; it must be placed."""
    assert column.longitude is not None
    assert column.latitude is not None
    tip = f"{column.name}\n{'，'.join((column.said, *column.facts))}"
    group = place.group(view, column.area)
    return Point(column.longitude, column.latitude, sign.tone, sign.shape, tip, group)

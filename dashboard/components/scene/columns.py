"""Objects as columns: sites by severity, shelters by capacity, terminals all alike.

Heights are in units of the drawing, never metres; the tallest of each kind is TALLEST high.
"""

from __future__ import annotations

import math
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
from dashboard.read import NotInEdition
from dashboard.reading import broadcast, hazards, scene, shelters
from dashboard.view import View

LONGER = 100  # units of the plane's longer side
TALLEST = 14.0
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


def every(view: View) -> tuple[dict[str, list[Column]], tuple[str, ...]]:
    """The columns of each kind that is asked for, and the kinds that the edition lacks.

    The gravest come first; of sites only the chosen family. NotInEdition where it lacks them all.
    """
    found: dict[str, list[Column]] = {}
    lacking: dict[str, NotInEdition] = {}
    for kind in common.shown(view):
        try:
            found[kind] = list(_of(view, kind))
        except NotInEdition as lacks:
            lacking[kind] = lacks
    if not found:
        titles = "、".join(common.KINDS[kind].title for kind in lacking)
        edition = next(iter(lacking.values())).edition
        raise NotInEdition(edition, "三维场景", f"{titles}的位置")
    return found, tuple(lacking)


def _of(view: View, kind: str) -> Iterator[Column]:
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
    most = largest(view)
    for row in rows.iter_rows(named=True):
        persons = row["capacity_persons"]
        yield Column(
            common.SHELTERS,
            row["shelter_register"],
            row["shelter_name"],
            row["area_code"],
            row["longitude"],
            row["latitude"],
            max(TALLEST * (persons or 0) / most, LEAST),
            UNFILLED if persons is None else format.grouped(persons, 0),
            (row["register"], row["state"] or "状态未填"),
        )


def largest(view: View) -> int:
    """The greatest capacity of a shelter of the area, which is TALLEST high; 1 without any."""
    rows = scene.shelters(view.version, view.area.code, view.as_of)
    return max((persons or 0 for persons in rows["capacity_persons"]), default=0) or 1


@dataclass(frozen=True)
class Step:
    """One mark on the measure of a kind's heights."""

    text: str
    height: float


def measure(view: View, kind: str) -> list[Step]:
    """What heights of the kind stand for, the lowest first."""
    if kind == common.HAZARDS:
        grades = hazards.grades(view.version)
        heights = _heights(grades)
        return [
            Step(grades[code], heights[code]) for code in sorted(heights, key=heights.__getitem__)
        ]
    if kind == common.SHELTERS:
        most = largest(view)
        told = (_round_below(most / 2), most)
        return [Step(format.counted(n, "人"), TALLEST * n / most) for n in told if n]
    return [Step("都一样高", PIN)]


def _round_below(number: float) -> int:
    """The greatest of 1, 2, 5, 10, 20, 50 … that is not above `number`; 0 below 1."""
    if number < 1:
        return 0
    power: int = 10 ** math.floor(math.log10(number))
    return max(factor * power for factor in (1, 2, 5) if factor * power <= number)


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
    spot = (column.longitude, column.latitude)
    return Point(*spot, sign.tone, sign.shape, tip, group, column.is_alone)

"""隐患点分布: sites on the register, the overdue ones on top; no coordinate is written out."""

from __future__ import annotations

from typing import Any

from dashboard import format
from dashboard.components import place, pointmap, source
from dashboard.components.frame import Content, Empty
from dashboard.components.hazard import common
from dashboard.components.html import Child
from dashboard.components.pointmap import Key, Point, Shape, Tone
from dashboard.reading import hazards
from dashboard.view import DISTRICT, View

# state of a site: name, tone, shape
STATES: dict[str, tuple[str, Tone, Shape]] = {
    "overdue": ("逾期未治理", "bad", "diamond"),
    "untreated": ("未治理而未逾期", "warn", "triangle"),
    "undated": ("未治理、未填整改时限", "warn", "square"),
    "treated": ("已治理未销号", "accent", "circle"),
}


def chart(view: View) -> Content | Empty:
    """Sites on the register in the view's area."""
    name = "隐患点分布"
    rows = list(
        hazards.points(
            view.version, view.area.code, common.family(view), view.as_of
        ).iter_rows(named=True)
    )  # fmt: skip
    if not rows:
        return common.nothing(view, name)
    placed = pointmap.placed(rows)
    if not placed:
        return Empty(name, "台账中没有填写经纬度", f"在册{format.counted(len(rows), '处')}")
    counts = {one: sum(state(row) == one for row in rows) for one in STATES}
    told = "、".join(f"{STATES[one][0]}{format.counted(n, '处')}" for one, n in counts.items() if n)
    keys = [
        Key(tone, shape, f"{title}{format.counted(counts[one], '处')}")
        for one, (title, tone, shape) in STATES.items()
        if counts[one]
    ]
    districts = [a for a in view.areas.all if a.level == DISTRICT]
    links = {a.short_name: view.address(area=a.code) for a in districts}
    points = [_point(view, row) for row in placed]
    body = pointmap.draw(points, told, links=links, keys=keys, borders=place.borders(view))
    missing = len(rows) - len(placed)
    note: list[Child] = [
        f"{view.area.name}，在册的{common.family_title(view)}",
        f"；另有{format.counted(missing, '处')}未填经纬度" if missing else None,
        " ",
        source.button(common.OPEN.metric),
    ]
    return Content(f"在册{format.counted(len(rows), '处')}：{told}", body, len(rows), note)


def state(row: dict[str, Any]) -> str:
    """Which of STATES the site is in."""
    if row["is_overdue"]:
        return "overdue"
    if row["is_treated"]:
        return "treated"
    return "undated" if row["is_undated"] else "untreated"


def _point(view: View, row: dict[str, Any]) -> Point:
    _, tone, shape = STATES[state(row)]
    persons = row["threatened_persons"]
    lines = [
        row["site_name"],
        "，".join(filter(None, (row["kind"], row["grade"], row["state"]))),
        "威胁人数未填" if persons is None else f"威胁{format.grouped(persons, 0)}人",
    ]
    district = view.areas.by_code[row["district_code"]]
    tip = "\n".join(lines)
    return Point(row["longitude"], row["latitude"], tone, shape, tip, district.short_name)

"""How far residents' communities are from the nearest shelter, as the crow flies."""

from __future__ import annotations

from dashboard import format
from dashboard.components import folded, place, source
from dashboard.components import metric as m
from dashboard.components.frame import Content, Empty
from dashboard.components.html import Child, Html, el
from dashboard.components.shelter import common
from dashboard.reading import shelters
from dashboard.reading.shelters import Row
from dashboard.view import COMMUNITY, View

NEAR, WALK = "residents_within_500m_rate", "residents_within_1000m_rate"
FURTHEST = 5  # named at once; the others are folded away


def chart(view: View) -> Content | Empty:
    """Residents by band of distance, and the share within 500 m and 1 km."""
    title = "到最近避难场所的直线距离"
    rows = shelters.reach(view.version, view.area.code, view.as_of)
    near, walk = m.reading(view, NEAR), m.reading(view, WALK)
    if not any(row["communities"] for row in rows):
        return Empty(title, format.NO_DATA, "本周及以前没有社区减灾能力调查表")
    if near.value is None or walk.value is None:
        return Empty(title, "不能量算", "社区(村)没有坐标，或没有可用的避难场所登记")
    measured = [row for row in rows if row["measured"]]
    aside = [row for row in rows if not row["measured"] and row["communities"]]
    far = shelters.furthest(view.version, view.area.code, view.as_of)
    said: Child = [*_conclusion(near, walk), *_furthest(view, far[0])]
    if view.area.level == COMMUNITY:
        said = f"本社区到最近避难场所的直线距离：{_only(measured)}"
    note: list[Child] = [
        f"{common.STRAIGHT}；两类登记中最近的一处，可跨区(市)",
        " ",
        source.button(NEAR),
    ]
    left = [_aside(row) for row in aside]
    body = [
        _bars(measured),
        el("p", "；".join(left), class_="note") if left else None,
        _each(view, far),
    ]
    return Content(said, el("div", *body), sum(row["communities"] for row in rows), note)


def _conclusion(near: m.Reading, walk: m.Reading) -> list[Child]:
    share = near.definition.unit
    return [
        near.figure(str(format.quantity(near.value, share)), near.value),
        "的常住人口所在社区直线500米内有避难场所，1公里内",
        walk.figure(str(format.quantity(walk.value, share)), walk.value),
    ]


def _furthest(view: View, row: Row) -> list[Child]:
    """`；最远的是示例七社区（平度），13.1公里`."""
    area = place.of(view, row["area_code"]) if place.compares(view) else None
    where = f"（{area.short_name}）" if area else ""
    return [f"；最远的是{row['community_name']}{where}，{format.distance(row['distance_m'])}"]


def _each(view: View, far: list[Row]) -> Child:
    """Every community with the nearest shelter and its capacity, the furthest first."""
    head = ["社区(村)", *place.head(view), common.RESIDENTS, *common.NEAREST]
    cells = [[*common.community(view, row), *common.nearest(row)] for row in far]
    total = far[0]["measured"]
    listed = folded.listing(
        head, cells, total=total, whole=folded.all_in(view, common.WHOLE), shown=FURTHEST
    )
    return [el("h3", "各社区(村)到最近的避难场所，远的在前"), *listed]


def _only(rows: list[Row]) -> str:
    return next((row["title"] for row in rows if row["communities"]), "未能量算")


def _aside(row: Row) -> str:
    persons = format.quantity(row["residents_persons"], "人")
    said = f"{row['title']}{format.counted(row['communities'], '个')}、{persons}"
    return f"{said}（{row['description']}）" if row["description"] else said


def _bars(rows: list[Row]) -> Html:
    scale = format.scale_for([row["residents_persons"] for row in rows], "人")
    top = max(row["residents_persons"] for row in rows) or 1
    told = "；".join(
        f"{row['title']}{format.quantity(row['residents_persons'], '人')}" for row in rows
    )
    head = ["直线距离", el("span", "常住人口", class_="unseen"), scale.suffix, "社区(村)（个）"]
    return el(
        "table",
        el("caption", f"{common.STRAIGHT}。{told}", class_="unseen"),
        el("thead", el("tr", *(el("th", cell, scope="col") for cell in head))),
        el("tbody", *(_bar(row, scale, top) for row in rows)),
        class_="ranking reach",
    )


def _bar(row: Row, scale: format.Scale, top: int) -> Html:
    width = row["residents_persons"] / top * 100
    return el(
        "tr",
        el("th", row["title"], scope="row"),
        el("td", el("span", el("b", style=f"width:{width:.2f}%"), class_="bar"), class_="bar-cell"),
        el("td", format.scaled(row["residents_persons"], scale), class_="value"),
        el("td", format.grouped(row["communities"], 0), class_="delta"),
    )

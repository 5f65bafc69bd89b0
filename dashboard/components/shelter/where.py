"""Where shelters are and which communities have none, in a plane without a base map."""

from __future__ import annotations

from dashboard import format
from dashboard.components import place, pointmap
from dashboard.components.frame import Content, Empty
from dashboard.components.html import Child, on_screen
from dashboard.components.pointmap import Key, Point, Shape, Tone
from dashboard.reading import shelters
from dashboard.reading.shelters import Row
from dashboard.view import View

WITHOUT: tuple[Tone, Shape] = ("bad", "diamond")
WITH: tuple[Tone, Shape] = ("plain", "circle")
REGISTERS: dict[str, tuple[Tone, Shape]] = {
    "community": ("accent", "square"),
    "urban": ("good", "triangle"),
}


def chart(view: View) -> Content | Empty:
    """Communities with and without, and shelters; only those without where all are too many."""
    area, as_of = view.area.code, view.as_of
    communities = shelters.community_points(view.version, area, as_of)
    sites = shelters.shelter_points(view.version, area, as_of)
    lacking = [row for row in communities if not row["has_shelter"]]
    having = [row for row in communities if row["has_shelter"]]
    if not communities and not sites:
        return Empty("社区(村)与避难场所分布", format.NO_DATA, "没有坐标，或没有登记")
    points = [_community(view, row, WITHOUT) for row in lacking]
    keys = _keys(WITHOUT, "没有避难场所的社区(村)", lacking)
    note: Child = ["位置为代表点", on_screen("；指向标记看名称")]
    if len(communities) + len(sites) <= pointmap.MOST_POINTS or not lacking:
        points += [_community(view, row, WITH) for row in having]
        points += [_site(view, row) for row in sites]
        keys += _keys(WITH, "有避难场所的社区(村)", having)
        keys += _site_keys(view, sites)
    else:
        note = "对象过多，只画没有避难场所的社区(村)"
    title = _title(view, lacking, having)
    drawn = pointmap.draw(
        points, title, links=place.group_links(view), keys=keys, borders=place.borders(view)
    )
    return Content(title, drawn, len(points), note)


def _title(view: View, lacking: list[Row], having: list[Row]) -> str:
    if not lacking:
        return f"{place.whole(view)}标出的{format.counted(len(having), '个')}社区(村)都有避难场所"
    said = f"{format.counted(len(lacking), '个')}社区(村)没有避难场所"
    if not place.compares(view):
        return said
    groups = [place.group(view, row["area_code"]) for row in lacking]
    counts = {name: groups.count(name) for name in dict.fromkeys(groups) if name}
    if not counts:
        return said
    top = max(counts.values())
    most = [name for name, number in counts.items() if number == top]
    if len(counts) == 1 or len(most) > 1:
        return f"{said}，分布在{format.listed(counts, 3, place.counter(view))}"
    return f"{said}，{most[0]}最多（{format.counted(top, '个')}）"


def _community(view: View, row: Row, sign: tuple[Tone, Shape]) -> Point:
    has = "有避难场所" if row["has_shelter"] else "没有避难场所"
    persons = format.quantity(row["residents_persons"], "人")
    tip = f"{row['community_name']}：{has}，常住人口{persons}"
    group = place.group(view, row["area_code"])
    return Point(row["longitude"], row["latitude"], *sign, tip, group)


def _site(view: View, row: Row) -> Point:
    capacity = format.quantity(row["capacity_persons"], "人")
    tip = f"{row['shelter_name']}（{row['register']}）：可容纳{capacity}"
    sign = REGISTERS[row["shelter_register"]]
    return Point(row["longitude"], row["latitude"], *sign, tip, place.group(view, row["area_code"]))


def _keys(sign: tuple[Tone, Shape], text: str, rows: list[Row]) -> list[Key]:
    return [Key(*sign, f"{text} {format.counted(len(rows), '个')}")] if rows else []


def _site_keys(view: View, sites: list[Row]) -> list[Key]:
    named = shelters.registers(view.version)
    counts = {code: sum(row["shelter_register"] == code for row in sites) for code in named}
    return [
        Key(*REGISTERS[code], f"{title} {format.counted(counts[code], '处')}")
        for code, title in named.items()
        if counts[code]
    ]

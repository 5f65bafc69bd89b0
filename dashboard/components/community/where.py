"""Where the communities of the list lie: how urgent each is, in a plane without a base map."""

from __future__ import annotations

from dashboard import format
from dashboard.components import place, pointmap
from dashboard.components.community import common
from dashboard.components.frame import Content, Empty
from dashboard.components.html import Child, on_screen
from dashboard.components.pointmap import Key, Point, Shape, Tone
from dashboard.reading import community
from dashboard.reading.community import Row
from dashboard.view import View

MANY = 3  # lacking so many or more while threatened is the gravest
STATES: dict[str, tuple[str, Tone, Shape]] = {
    "many": (f"受威胁，缺{MANY}项以上", "bad", "diamond"),
    "some": ("受威胁，有缺项", "warn", "triangle"),
    "spared": ("有缺项，未见威胁", "accent", "square"),
    "none": ("没有缺项", "plain", "circle"),
}


def state(row: Row) -> str:
    """In which of the four states the community is."""
    if not row["lacks"]:
        return "none"
    if not row["threat_kinds"]:
        return "spared"
    return "many" if row["lacks"] >= MANY else "some"


def chart(view: View) -> Content | Empty:
    """Every community of the area by its state."""
    rows = community.points(view.version, view.area.code, view.as_of)
    name = "社区(村)分布"
    if not rows:
        return common.no_survey(name)
    placed = pointmap.placed(rows)
    if not placed:
        return Empty(name, "社区(村)没有坐标", "请在社区减灾能力调查表中填写代表点经纬度")
    counts = {code: sum(state(row) == code for row in placed) for code in STATES}
    keys = [
        Key(tone, shape, f"{title} {format.counted(counts[code], '个')}")
        for code, (title, tone, shape) in STATES.items()
        if counts[code]
    ]
    title = _title(view, placed)
    points = [_point(view, row) for row in placed]
    drawn = pointmap.draw(
        points, title, links=place.group_links(view), keys=keys, borders=place.borders(view)
    )
    left = len(rows) - len(placed)
    note: list[Child] = ["位置为社区(村)代表点", on_screen("；指向标记看名称")]
    note += [f"；{left}个没有坐标，未画"] if left else []
    return Content(title, drawn, len(placed), note)


def _title(view: View, placed: list[Row]) -> str:
    grave = [row for row in placed if state(row) == "many"]
    if not grave:
        return f"没有受威胁而缺{MANY}项以上的社区(村)"
    said = f"受威胁而缺{MANY}项以上的{format.counted(len(grave), '个')}"
    if not place.compares(view):
        return f"{said}，见图"
    groups = [place.group(view, row["area_code"]) for row in grave]
    counts = {name: groups.count(name) for name in dict.fromkeys(groups) if name}
    most = sorted(counts, key=lambda name: -counts[name])
    return f"{said}，分布在{format.listed(most, 3, place.counter(view))}"


def _point(view: View, row: Row) -> Point:
    title, tone, shape = STATES[state(row)]
    unknown = f"，未报{row['unknown_lacks']}项" if row["unknown_lacks"] else ""
    counts = f"{row['threat_kinds']}种威胁，缺{row['lacks']}项{unknown}"
    tip = f"{row['community_name']}：{title}（{counts}）"
    group = place.group(view, row["area_code"])
    return Point(row["longitude"], row["latitude"], tone, shape, tip, group)

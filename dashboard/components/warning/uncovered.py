"""Flash-flood communities that are not covered: the list and where they lie."""

from __future__ import annotations

from dashboard import format
from dashboard.components import folded, place, pointmap, source
from dashboard.components.frame import Content, Empty
from dashboard.components.html import Child, el, on_screen
from dashboard.components.pointmap import Key, Point, Shape, Tone
from dashboard.reading import broadcast
from dashboard.reading.broadcast import Row
from dashboard.view import View

WHOLE = "marts.broadcast_coverage"
SIGNS: dict[str, tuple[Tone, Shape]] = {
    "未安装": ("bad", "diamond"),
    "已安装未达标": ("warn", "triangle"),
    "达标": ("good", "circle"),
}


def state(row: Row) -> str:
    """In which of the three states the community is."""
    if not row["is_broadcast_installed"]:
        return "未安装"
    return "达标" if row.get("is_broadcast_compliant") else "已安装未达标"


def listing(view: View) -> Content | Empty:
    """Those without any terminal first, then those with too few that work."""
    own = broadcast.gaps(view.version, view.area.code, view.as_of).get(view.area.code)
    title = "山洪危险区未覆盖的社区(村)"
    if own is None:
        return Empty(title, format.NO_DATA, "本周及以前没有社区减灾能力调查表")
    if not own["flash_flood_communities"]:
        return Empty(title, "没有位于山洪危险区的社区(村)")
    missing, short = own["uninstalled_communities"], own["uncompliant_communities"]
    if not missing and not short:
        return Empty("山洪危险区的社区(村)预警广播都达标", "没有未覆盖的社区(村)")
    rows = broadcast.uncovered(view.version, view.area.code, view.as_of)
    head = ["社区(村)", *place.head(view), "状况", "在线／登记终端（个）", "常住人口（人）"]
    cells = [_cells(view, row) for row in rows]
    listed = missing + short - own["unclaimed_communities"]
    parts = [f"{format.counted(missing, '个')}未安装"] if missing else []
    parts += [f"{format.counted(short, '个')}已安装未达标"] if short else []
    note: list[Child] = ["先未安装，后未达标；各按常住人口由多到少 "]
    if own["unclaimed_communities"]:
        note.append(f"；另有{own['unclaimed_communities']}个待认领，未列 ")
    note.append(source.button("broadcast_installed_flash_flood_rate"))
    body = el(
        "div",
        *folded.listing(head, cells, total=listed, whole=folded.all_in(view, WHOLE)),
        class_="stack",
    )
    return Content(f"山洪危险区社区(村)：{'、'.join(parts)}", body, missing + short, note)


def _cells(view: View, row: Row) -> list[Child]:
    said = state(row)
    tone = SIGNS[said][0]
    return [
        row["community_name"],
        *place.cell(view, row["area_code"]),
        el("span", said, class_=f"light {tone}"),
        f"{row['working_terminals']}／{row['terminals']}",
        format.grouped(row["residents_persons"], 0),
    ]


def where(view: View) -> Content | Empty:
    """Every flash-flood community by its state."""
    rows = broadcast.points(view.version, view.area.code, view.as_of)
    placed = pointmap.placed(rows)
    if not placed:
        return Empty("山洪危险区社区(村)分布", format.NO_DATA, "没有社区(村)，或没有坐标")
    counts = {said: sum(state(row) == said for row in placed) for said in SIGNS}
    keys = [Key(*SIGNS[s], f"{s} {format.counted(n, '个')}") for s, n in counts.items() if n]
    lacking = [row for row in placed if state(row) == "未安装"]
    title = _title(view, len(placed), lacking)
    points = [_point(view, row) for row in placed]
    drawn = pointmap.draw(
        points, title, links=place.group_links(view), keys=keys, borders=place.borders(view)
    )
    left = len(rows) - len(placed)
    note: list[Child] = ["位置为社区(村)代表点", on_screen("；指向标记看名称")]
    note += [f"；{left}个没有坐标，未画"] if left else []
    return Content(title, drawn, len(placed), note)


def _title(view: View, placed: int, lacking: list[Row]) -> str:
    if not lacking:
        return f"图上{format.counted(placed, '个')}山洪危险区社区(村)都已安装"
    if not place.compares(view):
        number = format.counted(len(lacking), "个")
        return f"{format.counted(placed, '个')}山洪危险区社区(村)中{number}未安装"
    groups = [place.group(view, row["area_code"]) for row in lacking]
    counts = {name: groups.count(name) for name in dict.fromkeys(groups)}
    most = sorted(counts, key=lambda name: -counts[name])
    names = format.listed(most, 3, place.counter(view))
    return f"未安装的{format.counted(len(lacking), '个')}分布在{names}"


def _point(view: View, row: Row) -> Point:
    said = state(row)
    persons = format.quantity(row["residents_persons"], "人")
    tip = (
        f"{row['community_name']}：{said}，在线终端{row['working_terminals']}个，常住人口{persons}"
    )
    group = place.group(view, row["area_code"])
    return Point(row["longitude"], row["latitude"], *SIGNS[said], tip, group)

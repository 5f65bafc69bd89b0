"""The scene itself: columns over the plane where the browser can draw them, else the flat map.

The server always writes the flat map, and beside it what static/scene.js draws from. Until the
browser has drawn the one or kept the other the element is `data-pending`, and the page not ready.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dashboard import format
from dashboard.components import metric as m
from dashboard.components import place, pointmap, source, stale
from dashboard.components.community.common import within
from dashboard.components.frame import Content, Empty
from dashboard.components.hazard import common as hazard
from dashboard.components.html import Child, Html, el, on_screen
from dashboard.components.plane import Plane
from dashboard.components.pointmap import Point
from dashboard.components.scene import columns, common, legend, listing, packed
from dashboard.components.scene.columns import Column, Sign
from dashboard.components.scene.packed import Group
from dashboard.reading.boundaries import Boundary
from dashboard.view import View

MOST_EACH = 3_000  # the gravest of a kind: what is sent stays small, and a city district has fewer
MOST_OF_THEM = 0.8  # of an area's columns stand behind its name
NAME = "三维场景"
FALLEN_BACK = "这台设备的浏览器不能画三维图，改看平面图；选中的对象在图上圈出。"
HOW = (
    el(
        "span",
        "拖动转动，按住",
        el("code", "Ctrl"),
        "滚动缩放，按住右键拖动平移",
        class_="by-mouse",
    ),
    el("span", "单指左右拖动转动，双指缩放，上下滑动翻页", class_="by-touch"),
)
HINT = "点一根柱子，或点下面列表里的名称，这里列出它的情况"


@dataclass(frozen=True)
class Drawing:
    """What is drawn: columns and their points on the flat map, in one plane.

    `strayed` lie too far from all others; `cut` are the least grave beyond MOST_EACH of a kind.
    """

    columns: tuple[Column, ...]
    points: tuple[Point, ...]
    plane: Plane
    signs: dict[str, Sign]
    borders: tuple[Boundary, ...]
    strayed: int
    cut: int


def chart(view: View) -> Content | Empty:
    """The scene, and below it a list of what is drawn."""
    found, lacking = columns.every(view)
    every = [one for kind in found.values() for one in kind]
    if not every:
        return Empty(NAME, format.NO_DATA, "没有登记这类对象，或本周及以前没有报送过")
    drawing = _drawing(view, every)
    if drawing is None:
        return Empty(NAME, "登记的对象都没有填写经纬度", f"共{_counted(every)}")
    title = _title(view, drawing)
    groups = _groups(view, drawing)
    scene = el(
        "div",
        _space(view, drawing, title),
        el("div", _flat(view, drawing, title), class_="flat"),
        packed.element(
            view, drawing.plane, drawing.columns, drawing.signs, groups, drawing.borders
        ),
        listing.tables(view, every, drawing.columns),
        class_="scene",
        data_pending=True,
        data_view=view.area.code,
    )
    note = _note(view, found, lacking, drawing)
    return Content(title, scene, len(drawing.columns), note)


def _drawing(view: View, every: Sequence[Column]) -> Drawing | None:
    signs = columns.signs(view)
    placed = [one for one in every if one.is_placed]
    points = [columns.point(view, one, signs[one.sign]) for one in placed]
    near = set(map(id, pointmap.nearby(points)))
    close = [pair for pair in zip(placed, points, strict=True) if id(pair[1]) in near]
    if not close:
        return None
    counts: Counter[str] = Counter()
    pairs = []
    for pair in close:
        counts[pair[0].kind] += 1
        if counts[pair[0].kind] <= MOST_EACH:
            pairs.append(pair)
    borders = place.borders(view)
    drawn, spots = zip(*pairs, strict=True)
    used = {one.sign for one in drawn}
    return Drawing(
        drawn,
        spots,
        pointmap.plane_around(spots, borders),
        {code: sign for code, sign in signs.items() if code in used},
        borders,
        strayed=len(placed) - len(close),
        cut=len(close) - len(pairs),
    )


def _counted(every: Sequence[Column]) -> str:
    """`隐患点3处、避难场所2处`: the kinds apart, for they never add."""
    counts = Counter(one.kind for one in every)
    return "、".join(
        f"{kind.title}{format.counted(counts[code], kind.unit)}"
        for code, kind in common.KINDS.items()
        if counts[code]
    )


def _title(view: View, drawing: Drawing) -> str:
    said = _counted(drawing.columns)
    alone = [one for one in drawing.columns if one.is_alone]
    if any(one.kind == common.HAZARDS for one in drawing.columns):
        near = within(view, "shelter")
        if not alone:
            return f"{said}；没有发现{near}缺避难场所的未治理隐患点"
        said += f"；带圈的{format.counted(len(alone), '处')}未治理隐患点{near}没有避难场所"
        names = Counter(place.group(view, one.area) for one in alone)
        del names[""]
        if not names:
            return said
        most = format.listed([name for name, _ in names.most_common()], 3, place.counter(view))
        return f"{said}，分布在{most}"
    broken = sum(one.sign in ("fault", "offline") for one in drawing.columns)
    if broken:
        return f"{said}，其中{format.counted(broken, '个')}不能播发（离线、故障）"
    largest = drawing.columns[0]
    if largest.kind == common.SHELTERS:
        return f"{said}；最大的是{largest.name}（{largest.said}）"
    return said


def _groups(view: View, drawing: Drawing) -> list[Group]:
    middles = pointmap.middles_of(drawing.plane, drawing.points)
    links = place.group_links(view)
    plane = drawing.plane
    away: dict[str, list[float]] = {name: [] for name in middles}
    for spot in drawing.points:
        if spot.group:
            (x, y), (east, south) = plane.at(spot.place), middles[spot.group]
            km = (x - east) / 100 * plane.width, (y - south) / 100 * plane.height
            away[spot.group].append(math.hypot(*km))
    return [
        Group(name, at, sorted(away[name])[int(len(away[name]) * MOST_OF_THEM)], links.get(name))
        for name, at in middles.items()
    ]


def _flat(view: View, drawing: Drawing, title: str) -> Html:
    """The flat map: all of it, or the sites alone where counts of unlike things would add up."""
    pairs = list(zip(drawing.columns, drawing.points, strict=True))
    left_out: list[str] = []
    sites = [pair for pair in pairs if pair[0].kind == common.HAZARDS]
    if len(pairs) > pointmap.MOST_POINTS and 0 < len(sites) < len(pairs):
        pairs = sites
        left_out.append("对象过多，平面图只画隐患点，其余请选显示对象")
    if len(pairs) > pointmap.MOST_POINTS and any(one.is_alone for one, _ in pairs):
        left_out.append("点多，按格计数，不画圈")
    points = [spot for _, spot in pairs]
    drawn = {one.sign for one, _ in pairs}
    flat = pointmap.draw(
        points,
        title,
        links=place.group_links(view),
        keys=[key for code, key in legend.keys(drawing.columns, drawing.signs) if code in drawn],
        borders=drawing.borders,
        within=drawing.plane,
    )
    told = el("p", "；".join(left_out), class_="note") if left_out else None
    return el("div", flat, told)


BUTTONS = (("in", "放大"), ("out", "缩小"), ("home", "复位"), ("top", "俯视"))


def _space(view: View, drawing: Drawing, title: str) -> Html:
    """What stands around the drawing; hidden until there is one."""
    said = f"三维场景。{title}。方向键转动，加号减号放大缩小，空格复位；对象见下面的列表"
    stage = el("div", class_="stage", tabindex="0", role="application", aria_label=said)
    buttons = [el("button", word, type="button", data_turn=way) for way, word in BUTTONS]
    return el(
        "div",
        el("div", stage, el("div", *buttons, class_="turns"), class_="view"),
        el(
            "div",
            el("div", class_="picked", role="status", data_hint=HINT),
            *legend.legend(view, drawing.columns, drawing.signs, drawing.plane, drawing.borders),
            class_="beside",
        ),
        el("p", FALLEN_BACK, class_="notices fallen"),
        class_="space",
    )


def _carried(view: View, kind: str) -> Child:
    """`；隐患点数据截至…，已2周未报` where a register is not this week's."""
    mark = stale.mark(view, m.reading(view, common.KINDS[kind].metric))
    return [f"；{common.KINDS[kind].title}", mark] if mark else None


def _note(
    view: View,
    found: Mapping[str, Sequence[Column]],
    lacking: Sequence[str],
    drawing: Drawing,
) -> list[Child]:
    note: list[Child] = [place.whole(view)]
    if common.HAZARDS in found:
        note.append(f"；{hazard.family_title(view)}")
    note += [_carried(view, kind) for kind in found]
    if lacking:
        note.append(f"；{'、'.join(common.KINDS[kind].title for kind in lacking)}：本版不含，未画")
    unplaced = [one for kind in found.values() for one in kind if not one.is_placed]
    if unplaced:
        note.append(f"；未填经纬度的未画：{_counted(unplaced)}")
    if drawing.strayed:
        note.append(f"；另有{format.counted(drawing.strayed, '个')}坐标偏离过远，未画")
    if drawing.cut:
        most = format.counted(MOST_EACH, "个")
        note.append(f"；每类只画前{most}，另有{format.counted(drawing.cut, '个')}未画")
    note.append(on_screen("；", *HOW))
    for code in found:
        kind = common.KINDS[code]
        word = f"查看来源：{kind.title}" if len(found) > 1 else "查看来源"
        note += [" ", source.button(kind.metric, word)]
    return note

"""The scene itself: columns over the plane where the browser can draw them, else the flat map.

The server always writes the flat map, and beside it what static/space.js draws from. Until the
browser has drawn the one or kept the other the element is `data-pending`, and the page not ready.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from dashboard import format
from dashboard.components import place, pointmap, source
from dashboard.components.community.common import within
from dashboard.components.frame import Content, Empty
from dashboard.components.hazard import common as hazard
from dashboard.components.html import Child, Html, el, on_screen
from dashboard.components.plane import Plane, review_numbers
from dashboard.components.pointmap import Key, Point
from dashboard.components.scene import columns, common, listing, packed
from dashboard.components.scene.columns import Column, Sign
from dashboard.components.scene.packed import Group
from dashboard.reading import hazards
from dashboard.reading.boundaries import Boundary
from dashboard.view import View

MOST_COLUMNS = 25_000  # the gravest of each kind; a desk computer still turns them smoothly
NAME = "三维场景"
FALLEN_BACK = "这台设备的浏览器不能画三维图（没有 WebGL），改看平面图；选中的对象在图上圈出。"


@dataclass(frozen=True)
class Drawing:
    """What is drawn: columns and their points on the flat map, in one plane."""

    columns: tuple[Column, ...]
    points: tuple[Point, ...]
    plane: Plane
    signs: dict[str, Sign]
    borders: tuple[Boundary, ...]


def chart(view: View) -> Content | Empty:
    """The scene, and below it a list of what is drawn."""
    every = [one for kind in common.shown(view) for one in columns.of(view, kind)]
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
    return Content(title, scene, len(drawing.columns), _note(view, every, drawing))


def _drawing(view: View, every: Sequence[Column]) -> Drawing | None:
    signs = columns.signs(view)
    placed = [one for one in every if one.is_placed]
    points = [columns.point(view, one, signs[one.sign]) for one in placed]
    near = set(map(id, pointmap.nearby(points)))
    pairs = [pair for pair in zip(placed, points, strict=True) if id(pair[1]) in near]
    pairs = pairs[:MOST_COLUMNS]
    if not pairs:
        return None
    borders = place.borders(view)
    drawn, spots = zip(*pairs, strict=True)
    used = {one.sign for one in drawn}
    return Drawing(
        drawn,
        spots,
        pointmap.plane_around(spots, borders),
        {code: sign for code, sign in signs.items() if code in used},
        borders,
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
            return f"{said}；图上没有看得出{near}缺避难场所的未治理隐患点"
        said += f"；带圈的{format.counted(len(alone), '处')}未治理隐患点{near}没有避难场所"
        names = Counter(place.group(view, one.area) for one in alone)
        del names[""]
        if not names:
            return said
        return f"{said}，分布在{format.listed([name for name, _ in names.most_common()])}"
    broken = sum(one.sign in ("fault", "offline") for one in drawing.columns)
    if broken:
        return f"{said}，其中{format.counted(broken, '个')}不能播发（离线、故障）"
    largest = next(one for one in drawing.columns)
    return f"{said}；最大的是{largest.name}（{largest.said}）" if largest.facts else said


def _groups(view: View, drawing: Drawing) -> list[Group]:
    middles = pointmap.middles_of(drawing.plane, drawing.points)
    links = place.group_links(view)
    pairs = zip(drawing.columns, drawing.points, strict=True)
    alone = Counter(spot.group for one, spot in pairs if one.is_alone)
    return [Group(name, at, alone[name], links.get(name)) for name, at in middles.items()]


def _flat(view: View, drawing: Drawing, title: str) -> Html:
    """The flat map: all of it, or the sites alone where counts of unlike things would add up."""
    pairs = list(zip(drawing.columns, drawing.points, strict=True))
    left_out: Child = None
    sites = [pair for pair in pairs if pair[0].kind == common.HAZARDS]
    if len(pairs) > pointmap.MOST_POINTS and 0 < len(sites) < len(pairs):
        pairs = sites
        left_out = el("p", "对象过多，平面图只画隐患点；其余请选显示对象", class_="note")
    points = [spot for _, spot in pairs]
    drawn = {one.sign for one, _ in pairs}
    flat = pointmap.draw(
        points,
        title,
        links=place.group_links(view),
        keys=[key for code, key in _keys(drawing) if code in drawn],
        borders=drawing.borders,
        within=drawing.plane,
    )
    return el("div", flat, left_out)


def _keys(drawing: Drawing) -> list[tuple[str, Key]]:
    counts = Counter(one.sign for one in drawing.columns)
    return [
        (
            code,
            Key(
                sign.tone,
                sign.shape,
                f"{sign.title} {format.counted(counts[code], common.KINDS[sign.kind].unit)}",
            ),
        )
        for code, sign in drawing.signs.items()
    ]


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
            el("div", class_="picked", role="status"),
            *_legend(view, drawing),
            class_="beside",
        ),
        el("p", FALLEN_BACK, class_="notices fallen"),
        class_="space",
    )


def _legend(view: View, drawing: Drawing) -> list[Html]:
    """Every kind with its signs and what its height stands for."""
    keys = _keys(drawing)
    parts = []
    for code, kind in common.KINDS.items():
        own = [key for sign, key in keys if drawing.signs[sign].kind == code]
        if not own:
            continue
        signs = [el("li", pointmap.sign(key), key.text) for key in own]
        alone = sum(one.is_alone for one in drawing.columns)
        if code == common.HAZARDS and alone:
            words = f"{within(view, 'shelter')}没有避难场所 {format.counted(alone, '处')}"
            signs.append(el("li", el("i", class_="mark ring", aria_hidden="true"), words))
        head = el("h3", kind.title, el("span", _scale(view, drawing, code), class_="note"))
        parts.append(el("div", head, el("ul", *signs), class_=f"kind {kind.form}"))
    foot: list[Child] = ["地面方格边长", pointmap.bar_text(pointmap.bar_km(drawing.plane.width))]
    foot.append("；箭头指北；柱高不是实际高度")
    if drawing.borders:
        number = el("span", review_numbers(drawing.borders), class_="review")
        return [*parts, el("p", *foot, "；", number, class_="note")]
    return [*parts, el("p", *foot, "；只画相对位置，不表示边界", class_="note")]


def _scale(view: View, drawing: Drawing, kind: str) -> str:
    if kind == common.HAZARDS:
        grades = hazards.grades(view.version)
        highest_last = [grades[code] for code in reversed(grades) if code != columns.UNSTATED]
        return f"柱高按险情等级：{'＜'.join(highest_last)}；{grades[columns.UNSTATED]}最矮"
    if kind == common.SHELTERS:
        largest = next(one for one in drawing.columns if one.kind == kind)
        return f"柱高按可容纳人数，最高的{largest.measure}人"
    return "细杆等高，颜色分状态"


def _note(view: View, every: Sequence[Column], drawing: Drawing) -> list[Child]:
    shown = common.shown(view)
    note: list[Child] = [place.whole(view)]
    if common.HAZARDS in shown:
        note.append(f"；{hazard.family_title(view)}")
    unplaced = [one for one in every if not one.is_placed]
    if unplaced:
        note.append(f"；未填经纬度的未画：{_counted(unplaced)}")
    if left := len(every) - len(unplaced) - len(drawing.columns):
        note.append(f"；另有{format.grouped(left, 0)}个坐标偏离过远或超出{MOST_COLUMNS:,}个，未画")
    note.append(on_screen("；点柱子或列表里的名称看详情，拖动转动，按住Ctrl滚动缩放"))
    for code in shown:
        kind = common.KINDS[code]
        word = f"查看来源：{kind.title}" if len(shown) > 1 else "查看来源"
        note += [" ", source.button(kind.metric, word)]
    return note

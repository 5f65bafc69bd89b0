"""下级地区: the same figure one level down, each leading to its own rows."""

from __future__ import annotations

from dashboard import format, read
from dashboard.components import folded, place, stale
from dashboard.components import metric as m
from dashboard.components.frame import Content, Empty
from dashboard.components.html import Child, link
from dashboard.components.metric import Reading
from dashboard.components.origin import common
from dashboard.view import View


def listing(view: View) -> Content | Empty:
    """The areas directly below, in customary order."""
    one = common.reading(view)
    children = view.areas.children(view.area)
    if not children:
        return Empty("下级地区", f"{view.area.name}之下不再细分")
    level = read.level_title(view.version, children[0].level)
    title = f"各{level}：点地区，看它自己的行"
    if not m.reaches(one.definition, children[0].level):
        at = read.level_title(view.version, one.definition.level)
        return Empty(f"各{level}", f"本指标只统计到{at}")
    found = [m.reading(view, one.definition.metric, child.code) for child in children]
    rows = [_row(view, child) for child in found]
    head: list[Child] = ["地区", one.definition.title, *common.heads(one)]
    if not one.definition.has_denominator:
        head = head[:2]
    return Content(
        title,
        folded.listing(head, rows, total=len(rows), class_="list"),
        sum(child.value is not None for child in found),
    )


def _row(view: View, child: Reading) -> list[Child]:
    name = link(place.short(view, child.area), common.of_area(view, child.area))
    cells: list[Child] = [
        [name, stale.mark(view, child)],
        m.value_figure(child) if child.value is not None else m.why_none(view, child),
    ]
    if child.definition.has_denominator:
        now = child.now
        parts = (now.numerator, now.denominator) if now else (None, None)
        cells += [
            format.NO_DATA if value is None else common.part(child, name_, value)
            for name_, value in zip(common.PARTS, parts, strict=True)
        ]
    return cells

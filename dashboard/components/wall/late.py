"""滞后事项 for the wall: the longest delays in letters that are read from the back of a room."""

from __future__ import annotations

from dashboard import format, read
from dashboard.components import stale
from dashboard.components.frame import Content, Empty
from dashboard.components.headline import Delay, delays, none_behind
from dashboard.components.html import Child, el, table
from dashboard.view import View

SHOWN = 7  # what fits; the desk's list names all of them


def listing(view: View) -> Content | Empty:
    """One row per place with its longest delay; within a single place, one per task."""
    behind = delays(view)
    if not behind:
        return none_behind(view, "滞后事项")
    by_place: dict[str, list[Delay]] = {}
    for one in behind:  # the longest first, so the places come in that order too
        by_place.setdefault(one.area.code, []).append(one)
    if len(by_place) == 1:
        return _of_one(behind)
    longest = [(of_place[0], len(of_place)) for of_place in by_place.values()]
    level = read.level_title(view.version, behind[0].area.level)
    places, tasks = format.counted(len(longest), "个"), format.counted(len(behind), "项")
    title = f"{places}{level}有滞后事项，共{tasks}{_left_out(len(longest), '个')}"
    head = ("地区", "滞后事项", "最晚的一项", "责任单位", "计划上晚")
    rows = [_row(one, el("strong", format.counted(n, "项"))) for one, n in longest[:SHOWN]]
    return Content(title, table(head, rows, class_="late"), len(behind))


def _of_one(behind: tuple[Delay, ...]) -> Content:
    head = ("地区", "事项", "责任单位", "计划上晚")
    title = f"{behind[0].area.name}滞后事项{format.counted(len(behind), '项')}"
    title += _left_out(len(behind), "项")
    rows = [_row(one) for one in behind[:SHOWN]]
    return Content(title, table(head, rows, class_="late"), len(behind))


def _left_out(number: int, unit: str) -> str:
    return f"，列出最晚的{format.counted(SHOWN, unit)}" if number > SHOWN else ""


def _row(one: Delay, *count: Child) -> tuple[Child, ...]:
    scale = format.scale_for([one.actual, one.planned, one.gap], one.unit)
    actual, planned = (
        one.figure(format.written(value, scale), value, aspect)
        for value, aspect in ((one.actual, ""), (one.planned, "/planned"))
    )
    gap = one.figure(format.difference_scaled(one.gap, scale), one.gap, "/gap")
    compared_ = el("small", "实际", actual, "，计划", planned, "，落后", gap)
    dated = el("small", one.dated) if one.dated else None
    return (
        one.area.short_name,
        *count,
        [one.title, compared_, stale.told(one.carried), dated],
        one.responsible,
        one.figure(el("strong", one.lateness), float(one.days), "/days_late"),
    )

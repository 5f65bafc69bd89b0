"""滞后清单: what is behind its plan, where, whose duty, how many days, since when."""

from __future__ import annotations

from typing import Any

from dashboard import format, read
from dashboard.components import stale, subject
from dashboard.components.frame import Content, Empty
from dashboard.components.headline import (
    NONE_BEHIND,
    UNPLANNED,
    Delay,
    compared,
    delays,
    none_behind,
    supervised,
)
from dashboard.components.html import Child, el, link, scrolling, table
from dashboard.components.place import area_link
from dashboard.view import View

METHOD = (
    "计划上晚几天：现有的数计划在几天以前就要求达到；"
    "达到过计划、后因任务数增加或核减而落后的，从最后一次达到计划的那天算起。"
    "落后自：从哪一周起低于计划、已有几天。两者量的不是一件事。"
)
SHOWN = 8  # more are folded away; a leader acts on the first few


def listing(view: View) -> Content | Empty:
    """The longest delay first, then what a leader has put under supervision."""
    behind = delays(view)
    orders = _supervised(view)
    if not behind and orders is None:
        return none_behind(view, "滞后清单")
    return Content(
        _title(view, behind),
        [_table(view, behind), orders],
        len(behind),
        METHOD + _near(view, behind) if behind else None,
    )


def _table(view: View, behind: tuple[Delay, ...]) -> Child:
    if not behind:
        return None
    head = ["事项", "地区", "责任单位", "实际／计划", "落后", "计划上晚", "落后自"]
    scales = _scales(behind)
    rows = [_row(view, one, scales[one.metric]) for one in behind]
    shown = scrolling(table(head, rows[:SHOWN], class_="list"))
    if not (rest := rows[SHOWN:]):
        return shown
    inside = scrolling(table(head, rest, class_="list"))
    return [shown, el("details", el("summary", f"其余{len(rest)}项"), inside)]


def _title(view: View, behind: tuple[Delay, ...]) -> str:
    if not behind:
        none = NONE_BEHIND if compared(view) else UNPLANNED
        return f"滞后清单：{none}"
    longest, listed = behind[0], f"滞后清单：{len(behind)}项"
    if longest.is_near:
        return f"{listed}，都接近计划"
    return listed + (f"，最晚的相当于计划上晚{longest.lateness}" if longest.days > 0 else "")


def _near(view: View, behind: tuple[Delay, ...]) -> str:
    """What is listed last, and why; nothing where there is none of it."""
    if not any(one.is_near for one in behind):
        return ""
    return f"{read.near_plan(view.version)}的为接近计划，排在最后。"


def _supervised(view: View) -> Child:
    """Overdue sites under a leader's supervision order, with its number and deadline."""
    inside = supervised(view)
    if not inside:
        return None
    head = ["挂牌督办事项", "地区", "责任单位", "督办文号", "督办期限", "逾期"]
    rows = [_order(view, row) for row in inside]
    return [
        el("h3", f"挂牌督办、逾期未治理{len(rows)}处"),
        scrolling(table(head, rows, class_="list")),
    ]


def _order(view: View, row: dict[str, Any]) -> tuple[Child, ...]:
    area = view.areas.by_code[row["area_code"]]
    place = view.areas.district(area) or area
    due = row["supervision_due_on"]
    return (
        row["site_name"],
        area_link(view, place),
        row["responsible_unit"] or "未注明",
        row["supervision_order"],
        "未注明" if due is None else format.short_day(due, view.as_of),
        format.days(row["days_overdue"]),
    )


def _scales(behind: tuple[Delay, ...]) -> dict[str, format.Scale]:
    """How each metric is written in all its rows: 米 and 万米 do not stand below each other."""
    values: dict[str, list[float]] = {}
    for one in behind:
        values.setdefault(one.metric, []).extend((one.actual, one.planned))
    return {one.metric: format.scale_for(values[one.metric], one.unit) for one in behind}


def _row(view: View, one: Delay, scale: format.Scale) -> tuple[Child, ...]:
    actual = one.figure(format.written(one.actual, scale), one.actual)
    planned = one.figure(format.written(one.planned, scale), one.planned, "/planned")
    gap = format.difference_scaled(one.gap, scale)
    days = one.figure(one.lateness, float(one.days), "/days_late")
    place = area_link(view, one.area)
    rows = link(actual, view.source(one.metric, one.area.code), data_tip="逐行查看来源")
    return (
        [link(one.title, subject.address(view, one.metric, one.area.code)), _aside(one.dated)],
        [place, stale.told(one.carried)],
        one.responsible,
        el("span", rows, "／", planned, class_="nowrap"),
        one.figure(gap, one.gap, "/gap"),
        [days, _aside("接近计划")] if one.is_near else el("strong", days),
        _since(view, one),
    )


def _aside(*said: Child) -> Child:
    """What is told smaller, below what it belongs to; nothing of nothing."""
    return el("small", *said, class_="note aside") if any(said) else None


def _since(view: View, one: Delay) -> list[Child]:
    on = "有数据以来" if one.is_since_minimum else format.short_day(one.since, view.as_of)
    day = el("span", on, class_="nowrap")
    days = one.figure(format.days(one.days_since), float(one.days_since), "/days_behind")
    return [day, _aside("已", days), _aside(one.cause)]

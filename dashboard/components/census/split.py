"""Change since last week, split into the work that was done and the task that moved."""

from __future__ import annotations

from typing import Any

from dashboard import format
from dashboard.components import folded, source
from dashboard.components.census import place
from dashboard.components.frame import Content, Empty
from dashboard.components.html import Child, Html, el, figure, scrolling, table
from dashboard.components.place import area_link
from dashboard.reading import census
from dashboard.view import View

TITLE = "与上周比"
METRICS = {
    "tasks": "census_task_completion_rate",
    "collected": "census_collection_rate",
    "proofread": "census_proofreading_rate",
    "inspected": "census_inspection_rate",
    "passed": "census_objects_passed/share",
    "submitted": "census_submission_rate",
}


def chart(view: View) -> Content | Empty:
    """Per measure: the change in points, the work's part and the task's part; then which tasks."""
    if view.as_of == view.weeks[0]:
        return Empty(TITLE, "第一期数据，没有上周可比")
    rows = census.split(view.version, view.area.code, view.as_of).to_dicts()
    if not rows:
        return place.nothing(view, TITLE)
    head = ["进度", "上周→本周", "变化", "其中工作完成", "其中任务变动"]
    body = scrolling(table(head, [_row(view, row) for row in rows], class_="list split"))
    note: list[Child] = [
        "变化的单位为百分点，总数按上周；工作完成=本周做的÷上周总数；"
        "任务变动=其余部分，来自新承担、撤销、应查数增减和首次报送；"
        f"{format.ROUNDED}。",
        " ",
        source.button(METRICS["tasks"]),
    ]
    return Content(conclusion(rows), [body, _moved(view)], len(rows), note)


def conclusion(rows: list[dict[str, Any]]) -> str:
    """What the week's work brought, and what the moved task took or added."""
    tasks = rows[0]
    change = _change(tasks)
    if change is None:
        return f"{TITLE}：没有应做的任务，不能比较"
    said = f"任务完成率{TITLE}{format.signed(change, format.PERCENT)}"
    moved = next((row for row in rows[1:] if row["task_moved"]), None)  # objects to survey
    if tasks["task_moved"]:
        counts = [f"任务{format.signed(float(tasks['task_moved']), '项')}"]
        if moved is not None:
            counts.append(_resized(moved))
        parts = (_signed(tasks["by_work"]), _signed(tasks["by_task"]))
        return f"{said}：工作完成{parts[0]}，任务变动{parts[1]}（{'、'.join(counts)}）"
    said += "，都是工作完成" if change else ""
    if moved is None:
        return f"{said}；任务总数没有变动"
    name, whole = census.measure(moved["measure"]).title, _change(moved)
    return f"{said}；{name}{_signed(whole)}，其中{_resized(moved)}占{_signed(moved['by_task'])}"


def _change(row: dict[str, Any]) -> float | None:
    """In shares; None where there was or is nothing to do."""
    if row["share_now"] is None or row["share_before"] is None:
        return None
    return _clean(row["share_now"] - row["share_before"])


def _clean(value: float) -> float:
    return round(value, 12)  # without what subtracting shares leaves behind


def _signed(value: float | None) -> str:
    return format.signed(None if value is None else _clean(value), format.PERCENT)


def _resized(row: dict[str, Any]) -> str:
    return f"应查对象{format.signed(float(row['task_moved']), '个')}"


def _row(view: View, row: dict[str, Any]) -> tuple[Child, ...]:
    by = census.measure(row["measure"])
    before, now = (
        format.quantity(row[key], format.PERCENT) for key in ("share_before", "share_now")
    )
    change = _change(row)
    moved = f"总数{format.signed(float(row['task_moved']), by.unit)}" if row["task_moved"] else None
    done = f" {format.signed(float(row['gain']), by.unit)}" if row["gain"] else ""
    gain = el("span", done, class_="note")
    return (
        by.title,
        el("span", f"{before}→{now}", class_="num"),
        _points(view, row["measure"], change, "change"),
        [_points(view, row["measure"], row["by_work"], "by_work"), gain],
        [_points(view, row["measure"], row["by_task"], "by_task"),
         el("span", f" {moved}", class_="note") if moved else None],
    )  # fmt: skip


def _points(view: View, measure: str, value: float | None, aspect: str) -> Html:
    value = None if value is None else _clean(value)
    tone = "" if not value else "better" if value > 0 else "worse"
    return figure(
        format.signed(value, format.PERCENT),
        metric=f"{METRICS[measure]}/{aspect}",
        area=view.area.code,
        as_of=view.as_of,
        value=value,
        class_=f"num {tone}".strip(),
    )


def _moved(view: View) -> Child:
    """Which tasks were added, withdrawn or resized."""
    rows = [
        row
        for row in census.moved_tasks(view.version, view.as_of).iter_rows(named=True)
        if view.holds(row["area_code"])
    ]
    if not rows:
        return None
    lines = [_moved_row(view, row) for row in rows]
    head = ["变动的任务", "地区", "变动", "应查（个）"]
    title = f"任务变动{len(rows)}项"
    return folded.headed(
        title, head, lines, unit="项", whole=folded.all_in(view, "marts.task_change")
    )


def _moved_row(view: View, row: dict[str, Any]) -> tuple[Child, ...]:
    area = view.areas.by_code[row["area_code"]]
    kind = (
        "新承担"
        if row["is_newly_assigned"]
        else "不再承担"
        if row["is_withdrawn"]
        else "应查数改变"
    )
    was, now = row["previous_required_objects"], row["required_objects"]
    said = "→".join(format.plain(float(n)) for n in (was, now) if n is not None)
    return row["task_name"], area_link(view, area), kind, said

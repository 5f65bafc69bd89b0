"""Terminals that would not be heard: out of order, failed in the test, not inspected for long."""

from __future__ import annotations

from dashboard import format
from dashboard.components import folded, place
from dashboard.components.frame import Content, Empty
from dashboard.components.html import Child, el
from dashboard.reading import broadcast
from dashboard.reading.broadcast import Row
from dashboard.view import View

WHOLE = "marts.registered_terminal"
RULE = "90天以上没有巡检的为久未巡检；未测试不等于异常，只报个数"


def listing(view: View) -> Content | Empty:
    """Those that do not work first; those never tested are counted only."""
    rows = broadcast.terminals(view.version, view.area.code, view.as_of)
    own = [row for row in rows if row["area_code"] == view.area.code]
    if not own:
        return Empty("终端测试与巡检", format.NO_DATA, "本周及以前没有登记终端")
    total, listed = broadcast.troubled(view.version, view.area.code, view.as_of)
    said = _title(own)
    if not total:
        return Empty(said, "没有不能播发、测试异常或久未巡检的终端")
    head = ["终端", *place.head(view), "状态", "最近播发测试", "最近巡检"]
    cells = [_cells(view, row) for row in listed]
    body = el(
        "div",
        *folded.listing(head, cells, total=total, whole=folded.all_in(view, WHOLE)),
        class_="stack",
    )
    return Content(said, body, total, RULE)


def _title(own: list[Row]) -> str:
    parts = [
        (sum(row["failed_terminals"] for row in own), "测试异常"),
        (sum(row["overdue_terminals"] for row in own), "久未巡检"),
        (sum(row["untested_terminals"] for row in own), "还没有测试"),
    ]
    told = "、".join(f"{format.counted(n, '个')}{word}" for n, word in parts if n)
    return f"终端{told}" if told else "终端都已测试、巡检，没有异常"


def _cells(view: View, row: Row) -> list[Child]:
    on = row["inspected_on"]
    inspected = "没有巡检" if on is None else format.short_day(on, view.as_of)
    overdue = el("span", " 久未巡检", class_="carried") if row["is_inspection_overdue"] else None
    return [
        row["terminal_name"] or row["terminal_id"],
        *place.cell(view, row["area_code"]),
        row["status"],
        row["test"] or "未填",
        [inspected, overdue],
    ]

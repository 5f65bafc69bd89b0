"""The page's conclusion: how many matters are open, which is the longest overdue and whose duty."""

from __future__ import annotations

from dashboard import format
from dashboard.components import metric as m
from dashboard.components.dispatch import common
from dashboard.components.frame import Content
from dashboard.components.html import Child, el
from dashboard.reading.dispatch import Row
from dashboard.view import View

OPEN, OVERDUE = "open_matters", "overdue_matters"


def sentence(view: View) -> Content:
    """Open matters, those overdue, and the one that is overdue the longest."""
    place, rows = common.place(view), common.open_matters(view)
    start = "" if common.home(view) == view.area else f"{view.area.name}的事项由区(市)调度；"
    if not common.matters(view):
        said = f"{start}{place}本周及以前没有报送过问题事项台账。"
        return Content(el("span", said, class_="sentence unknown"), None, 0)
    if not rows:
        said = f"{start}{place}没有未办结的问题事项。"
        return Content(el("span", said, class_="sentence well"), None, len(common.matters(view)))
    late = common.overdue(rows)
    told: list[Child] = [f"{start}{place}未办结事项", _count(view, OPEN, len(rows))]
    if not late:
        told += ["，没有逾期的", *_next(view, rows), "。"]
        return Content(el("span", *told, class_="sentence well"), None, len(rows))
    told += ["，其中逾期", _count(view, OVERDUE, len(late)), *_longest(view, late), "。"]
    return Content(el("span", *told, class_="sentence behind"), None, len(rows))


def _count(view: View, metric: str, number: int) -> Child:
    one = m.reading(view, metric, common.home(view).code)
    return one.figure(common.strong(format.counted(number, "件")), float(number))


def _longest(view: View, late: tuple[Row, ...]) -> list[Child]:
    first = late[0]
    days = common.strong(format.days(first["days_overdue"]))
    tied = [row for row in late if row["days_overdue"] == first["days_overdue"]]
    if len(tied) > 1:
        owners = format.listed(dict.fromkeys(common.owner(row) for row in tied), 2)
        return [f"，最久的{len(tied)}件均已逾期", days, f"，责任单位：{owners}"]
    start = "，最久的是" if len(late) > 1 else "："
    title = f"“{first['matter_title']}”，已逾期"
    return [start, title, days, f"，责任单位：{common.owner(first)}"]


def _next(view: View, rows: tuple[Row, ...]) -> list[Child]:
    due = [row for row in rows if row["due_on"] is not None]
    if not due:
        return []
    first = due[0]
    until = common.day(view, first["due_on"])
    return [f"，最近到期的是“{first['matter_title']}”（{until}），责任单位：{common.owner(first)}"]

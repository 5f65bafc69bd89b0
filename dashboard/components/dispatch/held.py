"""What was held: this week's meetings, how many of each kind so far, and the trainings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from dashboard import format
from dashboard.components import folded, source
from dashboard.components.dispatch import common
from dashboard.components.frame import Content, Empty
from dashboard.components.html import Child, el
from dashboard.reading import LISTED, dispatch
from dashboard.reading.dispatch import Row
from dashboard.view import View

LEDGER = "会议活动台账"
HEAD = ("日期", "地区", "类型", "议题", "提出问题")
TRAINING = "training"


def meetings(view: View) -> Content | Empty:
    """This week's meetings and visits, and how many of each kind there have been so far."""
    name = "会议与督导"
    rows = known(view)
    if not rows:
        return common.nothing(view, name, LEDGER)
    week = [row for row in rows if row["held_on"] > view.last_week]
    raised = sum(row["raised_matters"] or 0 for row in week)
    if week:
        said = f"{name}：本周{format.counted(len(week), '次')}"
        said += f"，提出问题{format.counted(raised, '件')}" if raised else ""
    else:
        said = f"{name}：本周没有，最近一次是{common.day(view, rows[0]['held_on'])}"
    body: list[Child] = [_so_far(rows)]
    if week:
        shown = [_row(view, row) for row in week]
        body += folded.listing(
            HEAD,
            shown,
            total=len(week),
            unit="次",
            whole=folded.all_in(view, "marts.meeting_log"),
            class_="list held",
        )
    told = common.note(view, "下为累计次数与本周各次 ", source.button("meetings_held"))
    return Content(said, body, len(rows), told)


def known(view: View, group: str = "") -> tuple[Row, ...]:
    """Everything held by the week, or what is of one group of the code list, the latest first."""
    rows = dispatch.meetings(view.version, common.home(view).code, view.as_of)
    return tuple(row for row in rows if not group or row["meeting_group"] == group)


def _so_far(rows: Sequence[Row]) -> Child:
    """`推进调度会5次、联席会议16次`; the most frequent first."""
    counts = Counter(row["kind"] or common.UNSTATED for row in rows)
    told = "、".join(f"{kind}{format.counted(n, '次')}" for kind, n in counts.most_common())
    return el("p", f"累计：{told}。")


def _row(view: View, row: Row) -> tuple[Child, ...]:
    raised = row["raised_matters"]
    return (
        common.day(view, row["held_on"]),
        common.where(view, row["area_code"]),
        row["kind"] or common.UNSTATED,
        el("span", row["agenda"] or common.UNSTATED, data_tip=f"{row['host_unit']}主持"),
        "未填" if raised is None else format.counted(raised, "件"),
    )


def trainings(view: View) -> Content | Empty:
    """Every training with its persons; who came twice counts twice."""
    name = "业务培训"
    rows = known(view)
    if not rows:
        return common.nothing(view, name, LEDGER)
    held = known(view, TRAINING)
    if not held:
        return Empty(name, f"{common.place(view)}还没有开展业务培训")
    persons = sum(row["participants_persons"] or 0 for row in held)
    silent = sum(row["participants_persons"] is None for row in held)
    said = f"{name}：{format.counted(len(held), '次')}，{format.grouped(persons, 0)}人次"
    head = ("日期", "地区", "内容", "参加")
    shown = [_training(view, row) for row in held[:LISTED]]
    body = folded.listing(
        head,
        shown,
        total=len(held),
        unit="次",
        whole=folded.all_in(view, "marts.meeting_log"),
        class_="list held",
    )
    gap = f"；{silent}次没有填人数，不计" if silent else None
    told = common.note(view, "同一人参加几次计几次", gap, " ", source.button("training_persons"))
    return Content(said, body, len(held), told)


def _training(view: View, row: Row) -> tuple[Child, ...]:
    persons = row["participants_persons"]
    return (
        common.day(view, row["held_on"]),
        common.where(view, row["area_code"]),
        row["agenda"] or common.UNSTATED,
        "未填" if persons is None else f"{format.grouped(persons, 0)}人",
    )

"""问题事项清单: a case, its analysis, its owner, its deadline; the longest overdue first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

from dashboard import format, read
from dashboard.components import folded, source
from dashboard.components.dispatch import common
from dashboard.components.frame import Content, Empty
from dashboard.components.html import Child, Html, el, table
from dashboard.components.works.common import bullet
from dashboard.reading import LISTED
from dashboard.reading.dispatch import Row
from dashboard.view import CITY, View

NAME = "未办结事项"
KIND = "类别"
HEAD = ("事项", "类别", "地区", "责任单位", "办结时限", "状态", "原因分析与措施")


def listing(view: View) -> Content | Empty:
    """Every open matter with what was found out about it and what is done."""
    rows = common.open_matters(view)
    if not common.matters(view):
        return common.nothing(view, NAME, "问题事项台账")
    if not rows:
        return Empty(NAME, f"{common.place(view)}没有未办结的问题事项")
    late = common.overdue(rows)
    said = f"{NAME}{format.counted(len(rows), '件')}"
    if late:
        owners = Counter(common.owner(row) for row in late)
        said += f"，其中{len(owners)}个责任单位的{format.counted(len(late), '件')}逾期"
    else:
        said += "，没有逾期的"
    told = common.note(
        view,
        f"一案一分析；先列逾期，其余按办结时限；{common.fresh(view, common.matters(view))} ",
        source.button("open_matters"),
    )
    shown = [_row(view, row) for row in rows[:LISTED]]
    total = len(rows)
    body = folded.listing(
        HEAD, shown, total=total, unit="件", whole=folded.all_in(view, "marts.matter_status")
    )
    return Content(said, body, total, told)


def _row(view: View, row: Row) -> tuple[Child, ...]:
    raised = common.day(view, row["raised_on"])
    return (
        [row["matter_title"], el("span", f" {raised}提出", class_="note")],
        row["kind"] or common.UNSTATED,
        common.where(view, row["area_code"]),
        common.owner(row),
        _due(view, row),
        _state(view, row),
        _analysis(row),
    )


def _due(view: View, row: Row) -> Child:
    due = common.day(view, row["due_on"])
    if not row["is_overdue"]:
        return due
    return [f"{due}，", el("strong", f"逾期{format.days(row['days_overdue'])}", class_="late")]


def _state(view: View, row: Row) -> Child:
    since = row["state_since"]
    # what the first return of all shows may have been so for long
    start = f"{common.day(view, since)}起" if since > view.weeks[0] else "有数据以来"
    return [row["state"] or common.UNSTATED, el("span", f" {start}", class_="note")]


def _analysis(row: Row) -> Child:
    if row["analysis"] is None:
        return el("span", "尚未分析", class_="late")
    measure = f"；措施：{row['measure']}" if row["measure"] else ""
    return f"{row['analysis']}{measure}"


def by_kind(view: View) -> Content | Empty:
    """Open matters by kind, and how many of each were settled."""
    return _spread(view, "各类事项", KIND, lambda row: row["kind"] or common.UNSTATED)


def by_owner(view: View) -> Content | Empty:
    """Open matters by who has to settle them: units in the city, departments in a district."""
    if common.home(view).level != CITY:
        return _spread(view, "各责任单位", "责任单位", common.owner)
    titles = read.unit_titles(view.version)
    return _spread(view, "各地", "单位", lambda row: titles.get(row["area_code"], common.UNSTATED))


def _spread(view: View, name: str, head: str, key: Callable[[Row], str]) -> Content | Empty:
    rows = common.matters(view)
    if not rows:
        return common.nothing(view, name, "问题事项台账")
    groups = _counted(rows, key)
    opened, late, _ = groups[0][1]
    if opened:
        tied = [group for group, counts in groups if counts[0] == opened]
        who = format.listed(tied, 2, "类" if head == KIND else "个单位")
        said = f"{name}：{who}未办结最多，{'各' if len(tied) > 1 else ''}{opened}件"
        said += f"（逾期{late}件）" if late and len(tied) == 1 else ""
    else:
        said = f"{name}：全部办结"
    open_groups = [one for one in groups if one[1][0]]
    settled = len(groups) - len(open_groups)
    titles = [head, "未办结", "", "逾期", "已办结"]
    top = max(opened, 1)
    body: Html = table(
        titles, (_line(group, counts, top) for group, counts in open_groups or groups),
        class_="ranking spread",
    )  # fmt: skip
    left = f"；另有{settled}个没有未办结的，未列" if settled and open_groups else None
    told = common.note(view, "按未办结件数，色条中深色为逾期", left)
    return Content(said, body, len(groups), told)


def _counted(
    rows: Iterable[Row], key: Callable[[Row], str]
) -> list[tuple[str, tuple[int, int, int]]]:
    """Group -> open, overdue, settled; the most open first."""
    found: dict[str, list[int]] = {}
    for row in rows:
        counts = found.setdefault(key(row), [0, 0, 0])
        counts[0] += row["is_open"]
        counts[1] += row["is_overdue"]
        counts[2] += not row["is_open"]
    groups = [(group, (a, b, c)) for group, (a, b, c) in found.items()]
    return sorted(groups, key=lambda one: (-one[1][0], -one[1][1], -one[1][2], one[0]))


def _line(group: str, counts: tuple[int, int, int], top: int) -> tuple[Child, ...]:
    opened, late, settled = counts
    told = f"{group}：未办结{opened}件，其中逾期{late}件"
    width = opened / top * 100
    bar = el(
        "span",
        bullet(late, opened, told, "bad"),
        class_="sized",
        style=f"width:{width:.1f}%",
    )
    return group, str(opened), bar if opened else None, str(late), str(settled)

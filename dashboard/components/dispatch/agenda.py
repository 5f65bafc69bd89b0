"""本周议程: what Monday's meeting has to take up, in the order in which to take it up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from dashboard import format, read
from dashboard.components import headline, place
from dashboard.components.dispatch import budgets, common
from dashboard.components.frame import Content, Empty
from dashboard.components.html import Child, el, link
from dashboard.reading import dispatch
from dashboard.reading.dispatch import Row
from dashboard.view import CITY, View

SHOWN = 3
ESCALATED, REGISTERED = "escalated", "registered"
Item = tuple[str, int, Child]  # what it is, how many, in words


def listing(view: View) -> Content | Empty:
    """Matters first, then what is behind, what is missing, and what money is not there."""
    # offices below a district keep no ledgers: they are shown the district's whole agenda
    own = replace(view, area=common.home(view))
    items = [
        one
        for one in (*_matters(own), _behind(own), _missing(own), *_budgets(own))
        if one is not None
    ]
    title = f"本周议程（{format.short_day(view.as_of + timedelta(days=1), view.as_of)}调度）"
    if not items:
        if not common.matters(view):
            return common.nothing(view, title, "问题事项台账")
        return Empty(title, "没有需要调度的事项", "没有逾期、到期、新提出的事项，没有落后和缺报")
    lines: list[Child] = []
    for name, count, said in items:
        lines += [el("dt", name, " ", common.strong(str(count))), el("dd", said)]
    body = el("dl", *lines, class_="kinds agenda")
    said = f"{title}：{len(items)}项，先议{items[0][0]}"
    return Content(said, body, len(items), common.note(view, "自动列出；逾期在前，其次即将到期"))


def _matters(view: View) -> list[Item | None]:
    rows = common.open_matters(view)
    soon = view.as_of + timedelta(days=7)
    is_due = [r for r in rows if r["due_on"] and view.as_of <= r["due_on"] <= soon]
    fresh = [r for r in rows if r["raised_on"] > view.last_week]
    escalated = [r for r in rows if r["matter_state"] == ESCALATED]
    bare = [r for r in rows if r["matter_state"] == REGISTERED and r not in fresh]
    return [
        _item(view, "逾期未办结", common.overdue(rows)),
        _item(view, "七日内到期", is_due),
        _item(view, "提请上级协调", escalated),
        _item(view, "尚未作个案分析", bare),
        _item(view, "本周新提出", fresh),
    ]


def _item(view: View, name: str, rows: Sequence[Row]) -> Item | None:
    if not rows:
        return None
    told = [el("div", f"{row['matter_title']}（{_said(view, row)}）") for row in rows[:SHOWN]]
    rest = el("div", f"等{len(rows)}件，见下表", class_="note") if len(rows) > SHOWN else None
    return name, len(rows), [*told, rest]


def _said(view: View, row: Row) -> str:
    late, due = row["days_overdue"], row["due_on"]
    if late:
        return f"{common.owner(row)}，逾期{format.days(late)}"
    until = "没有写时限" if due is None else f"{common.day(view, due)}到期"
    return f"{common.owner(row)}，{until}"


def _behind(view: View) -> Item | None:
    behind = headline.delays(view)
    if not behind:
        return None
    worst = behind[0]
    where = f"{worst.area.short_name}的" if worst.area != view.area else ""
    said = f"最晚的是{where}{worst.title}，{worst.extent}，责任单位：{worst.responsible}；"
    overview = replace(view, page="").address()
    return "落后于计划（项次）", len(behind), [said, link("见总览", overview)]


def _missing(view: View) -> Item | None:
    rows = read.missing_returns(view.version, view.as_of)
    titles = read.unit_titles(view.version)
    owed = Counter(unit for unit in rows["unit_code"].to_list() if view.holds(unit))
    if not owed:
        return None
    said = format.listed([f"{titles.get(unit, unit)}{n}份" for unit, n in owed.items()], SHOWN)
    return "报表未报", owed.total(), said


def _budgets(view: View) -> list[Item]:
    """What was returned and is not approved; what was not returned says nothing of approval."""
    if view.area.level != CITY or not dispatch.budgets(view.version, view.as_of):
        return []
    below = [(place.short(view, code), total) for code, total in budgets.below(view)]
    waiting = [name for name, one in below if one and one["budget_stage"] != budgets.DONE]
    silent = [name for name, one in below if one is None]
    named = (("预算未批复", waiting), ("预算没有报送", silent))
    return [(what, len(names), format.listed(names, 10)) for what, names in named if names]

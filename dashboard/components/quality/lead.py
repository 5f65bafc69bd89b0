"""Data quality in one sentence: who owes, how much is open, where to begin."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from dashboard import format, read
from dashboard.components.frame import Content
from dashboard.components.html import Child, el
from dashboard.components.quality import scope
from dashboard.reading.quality import Problem, Return
from dashboard.view import View

TOLD = 3  # more equals than this are no place to begin


def sentence(view: View) -> Content:
    """The first thing a clerk reads; its rows are the returns that are due."""
    due = [one for one in scope.returns(view) if one.as_of == view.as_of]
    missing = [one for one in due if not one.is_reported]
    waiting = [one for one in scope.problems(view) if one.is_open]
    said = [_returns(view, due, missing), "；", _problems(waiting), _first(view, missing, waiting)]
    tone = "behind" if missing or any(one.is_in_use for one in waiting) else "well"
    return Content(el("span", *said, "。", class_=f"sentence {tone}"), None, len(due))


def _returns(view: View, due: Sequence[Return], missing: Sequence[Return]) -> Child:
    start = f"{scope.name(view)}本周应有报表{len(due)}份"
    if not due:
        return f"{scope.name(view)}没有应报的报表"
    if not missing:
        return f"{start}，全部报齐"
    titles = read.source_titles(view.version)
    if scope.district(view) is not None:
        names = format.listed(f"《{titles[one.source]}》" for one in missing)
        return [f"{start}，", el("strong", f"缺{len(missing)}份"), f"（{names}）"]
    counts = Counter(one.unit for one in missing)
    names = format.listed(f"{scope.unit_name(view, unit)}{n}份" for unit, n in counts.most_common())
    return [f"{start}，", el("strong", f"缺{len(missing)}份"), f"（{names}）"]


def _problems(waiting: Sequence[Problem]) -> Child:
    if not waiting:
        return "没有待处理的问题"
    now = sum(one.is_in_use for one in waiting)
    total = f"待处理的问题{format.counted(len(waiting), '件')}"
    if not now:
        return f"{total}，都在往期报表里，本周所用的报表没有问题"
    return [f"{total}，", el("strong", f"{format.counted(now, '件')}在本周所用的报表里")]


def _first(view: View, missing: Sequence[Return], waiting: Sequence[Problem]) -> Child:
    """Where to begin: the cell for a district, the unit with the most to do for the city."""
    if scope.district(view) is not None:
        one = next((p for p in waiting if p.is_in_use), None)
        if one is None:
            return None
        where = one.place or one.file
        return ["。先改", el("strong", where), f"：{one.remedy}"]
    due: Counter[str | None] = Counter(one.unit for one in missing)
    now = Counter(one.unit for one in waiting if one.is_in_use)
    load = due + now
    if not load:
        return None
    most = max(load.values())
    tied = [unit for unit, size in load.items() if size == most]
    if len(tied) > TOLD:
        return None  # as much to do everywhere: nobody is first
    parts = {"缺报": sum(due[unit] for unit in tied), "现有问题": sum(now[unit] for unit in tied)}
    what = "和".join(name for name, size in parts.items() if size)
    each = "各" if len(tied) > 1 else ""
    names = "、".join(scope.unit_name(view, unit) for unit in tied)
    return f"。先找{names}（{what}{each}{most}件）"

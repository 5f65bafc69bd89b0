"""Problems found in the returns: their way to an end, and one by one."""

from __future__ import annotations

from dashboard import format
from dashboard.components import folded
from dashboard.components.frame import Content, Empty
from dashboard.components.html import Child, Html, el
from dashboard.components.quality import scope
from dashboard.reading import LISTED
from dashboard.reading.quality import Problem
from dashboard.view import View

UNIT = "件"
WHOLE = "marts.finding_status"
LEVELS = {"error": ("未计入", "bad"), "confirm": ("已计入，待确认", "warn")}
STATES = {
    "待退回": "已查出，还没有写出退回修正单",
    "已退回": "修正单已交填报单位，等更正或答复",
    "已修正": "更正件里已没有这个问题",
    "确认保留并说明": "单位答复情况属实，照原数保留",
}


def listing(view: View) -> Content | Empty:
    """What is to be mended: the cell, what is wrong, what to do, since when."""
    every = scope.problems(view)
    waiting = [one for one in every if one.is_open]
    title = "待处理的问题"
    if not waiting:
        reason = "问题都已处理" if every else "报来的文件里没有查出要处理的问题"
        return Empty(title, reason)
    now = sum(one.is_in_use for one in waiting)
    head = ["在哪一格", *_unit_head(view), "什么问题", "怎么改", "影响", "状态", "首次出现"]
    rows = [_cells(view, one) for one in waiting[:LISTED]]
    body = folded.listing(
        head, rows, total=len(waiting), unit=UNIT, whole=folded.all_in(view, WHOLE)
    )
    counted = format.counted(len(waiting), UNIT)
    said = f"，{now}{UNIT}在本周所用的报表里" if now else "，都在往期报表里"
    return Content(
        f"{title}：{counted}{said}",
        el("div", *body, class_="stack problems"),
        len(waiting),
        "先列本周所用报表里的，其中先列未计入的；各期重复的同一问题合为一件。个人信息已隐去",
    )


def _unit_head(view: View) -> list[Child]:
    return ["单位"] if scope.district(view) is None else []


def _cells(view: View, one: Problem) -> list[Child]:
    where = [el("b", one.place or "整个文件"), el("code", one.file, class_="file")]
    if not one.is_in_use:
        where.append(el("span", "往期报表，已有更新的一份", class_="note file"))
    said, tone = LEVELS[one.level]
    effect = el("span", said, class_=f"light {tone}") if one.is_in_use else "不影响本周的数"
    since = format.short_day(one.since, view.as_of) if one.since else "日期不明"
    often = f"，共{one.times}期" if one.times > 1 else None
    return [
        where,
        *([scope.unit(view, one.unit)] if _unit_head(view) else []),
        [el("b", one.rule_title), "：", one.message],
        one.remedy or "—",
        effect,
        one.state,
        [since, often],
    ]


def states(view: View) -> Content | Empty:
    """待退回 → 已退回 → 已修正 or 确认保留并说明: how many are where, as the process it is."""
    every = scope.problems(view)
    title = "问题的处理"
    if not every:
        return Empty(title, "没有查出要处理的问题")
    counts = {state: sum(one.state == state for one in every) for state in STATES}
    waiting = [one for one in every if one.is_open]
    done, left = len(every) - len(waiting), {one.state for one in waiting}
    steps = [_station(state, counts[state], is_open=state in left) for state in STATES]
    chain = el(
        "ol", *steps[:2], el("li", el("ol", *steps[2:], class_="outcomes")), class_="process"
    )
    said = f"处理完{done}件，还有{len(waiting)}件" if waiting else f"{done}件全部处理完"
    note = f"查出{format.counted(len(every), UNIT)}；状态截至本库建成时，不随所选的周变化"
    return Content(f"{title}：{said}", chain, len(every), note)


def _station(state: str, count: int, *, is_open: bool) -> Html:
    return el(
        "li",
        el("span", state, class_="name"),
        el("strong", format.counted(count, UNIT), class_="num"),
        el("span", STATES[state], class_="note"),
        class_="open" if is_open else None,
    )

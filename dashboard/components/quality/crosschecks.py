"""Checks between tables, and where the printed figures do not follow from the counts."""

from __future__ import annotations

import re
from datetime import date

from dashboard import format
from dashboard.components import folded, source
from dashboard.components.frame import Content, Empty
from dashboard.components.html import Child, Html, el, scrolling, table
from dashboard.components.quality import scope
from dashboard.components.quality.problems import UNIT, WHOLE
from dashboard.reading import quality
from dashboard.reading.quality import Check
from dashboard.view import View

PRINTED = {"X4": "合计不等于各行之和", "X5": "印发比率不符"}
_CODE = re.compile(r"^[A-Za-z][\w.]*$")
_DAY = re.compile(r"^\d{4}-\d{2}-\d{2}$")


def listing(view: View) -> Content | Empty:
    """Every check of the build: what it found, first rows, statement."""
    every = quality.checks(view.version)
    title = "表间核对"
    if not every:
        return Empty(title, "没有表间核对")
    found = [one for one in every if one.rows]
    said = f"{len(found)}项有不符，其余{len(every) - len(found)}项相符" if found else "全部相符"
    rows = [_found(view, one) for one in found]
    held = [_cells(one) for one in every if not one.rows]
    parts: list[Child] = [*rows]
    if held:
        head = ["核对", "结果", "不相符时"]
        inside = scrolling(table(head, held, class_="list"))
        parts.append(el("details", el("summary", f"相符的{len(held)}项"), inside, class_="more"))
    note = f"建库时核对全市最新数据（截至{format.day(view.data_as_of)}），不随所选的地区和周变化"
    return Content(
        f"{title}：{len(every)}项中{said}",
        el("div", *parts, class_="crosschecks"),
        len(every),
        note,
    )


def _found(view: View, one: Check) -> Html:
    lead = el(
        "p",
        el("b", one.title),
        el("span", f" {format.counted(one.rows, '行')}不符", class_="light warn"),
        f"：{one.message}。{one.remedy}。",
    )
    cells = [[_text(view, value) for value in row] for row in one.sample]
    rows = scrolling(table(one.heads, cells, class_="list"))
    more = f"，列出前{len(cells)}行" if one.rows > len(cells) else ""
    return el(
        "div",
        lead,
        el("details", el("summary", f"看{one.rows}行{more}"), rows),
        el("details", el("summary", "核对语句"), source.statement(one.sql)),
        class_="crosscheck",
    )


def _cells(one: Check) -> list[Child]:
    then = "不发布" if one.is_error else "照实列出"
    return [one.title, el("span", "相符", class_="light good"), f"{then}：{one.message}"]


def _text(view: View, value: str) -> Child:
    """A day as a day, an area by its name, a code set as one; all else as it stands."""
    if _DAY.match(value):
        return format.day(date.fromisoformat(value))
    area = view.areas.by_code.get(value)
    if area is not None:
        return f"{area.short_name}（{value}）"
    return el("code", value) if _CODE.match(value) else value


def printed(view: View) -> Content | Empty:
    """Totals and rates in the returns that do not follow from their own rows or columns."""
    every = [one for one in scope.problems(view) if one.rule in PRINTED]
    title = "表上的合计与比率"
    if not every:
        words = "、".join(PRINTED.values())
        return Empty(title, "报来的合计、比率都与重算的一致", f"核对：{words}")
    head = ["在哪一格", "单位", "差在哪里", "状态", "首次出现"]
    rows: list[list[Child]] = [
        [
            [el("b", one.place), el("code", one.file, class_="file")],
            scope.unit(view, one.unit),
            [el("b", one.rule_title), "：", one.message],
            one.state,
            "日期不明" if one.since is None else format.short_day(one.since, view.as_of),
        ]
        for one in every
    ]
    body = folded.listing(head, rows, total=len(rows), unit=UNIT, whole=folded.all_in(view, WHOLE))
    return Content(
        f"{title}：{format.counted(len(rows), UNIT)}与重算的不符",
        el("div", *body, class_="stack problems"),
        len(rows),
        "合计行不作为数据，比率由分子分母重算；表上的数照原样留着，不作更正",
    )

"""本周变化: what was done, found, removed, corrected this week, and which tasks moved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

import polars as pl

from dashboard import format, read
from dashboard.components import corrected, returns
from dashboard.components.frame import Content, Empty
from dashboard.components.html import Child, Html, el, figure, table, table_view
from dashboard.components.place import area_link
from dashboard.reading import cadence, overview
from dashboard.view import View

Row = dict[str, Any]

DOUBTFUL = "应当核实"  # the code list says so of kinds that are no progress but a question
RETURNS = ("returned_late", "not_returned", "caught_up")  # whole reports, not what they say
CORRECTED = "corrected"  # told cell by cell, not by subject
SHOWN = 4  # subjects per kind; all of them stand in the table below
# Of the steps of the census the first is told: the others are done to the same objects.
STEPS = ("collected", "proofread", "inspected", "corrected", "submitted")
OBJECTS = "普查对象"
FOREMOST = ("treated", "found", "done")  # what the title tells, as far as there is any
ASPECTS = {"denominator": "denominator_change"}  # /denominator is the denominator itself


def aspect(kind: str) -> str:
    """The aspect of its metric that a change of `kind` is a figure of."""
    return ASPECTS.get(kind, kind)


def listing(view: View) -> Content | Empty:
    """Changes in the view's area and below: a line per kind, and every single one in a table."""
    rows = _within(view, overview.changes(view.version, view.as_of))
    if view.as_of == view.weeks[0]:
        return Empty("本周变化", "第一期数据，没有上周可比")
    if not rows:
        district = view.areas.district(view.area)
        if district not in (None, view.area):
            return Empty("本周变化", format.NO_DATA, "变化只统计到区(市)")
        missing = returns.missing_in(view).height
        why = f"本周缺报{missing}份，沿用上期" if missing else "本周已报齐，所报的数与上周相同"
        return Empty("本周变化", "报送的数没有变化", why)
    kinds = overview.change_kinds(view.version)
    order = {kind.code: n for n, kind in enumerate(kinds)}
    titles = {kind.code: kind.title for kind in kinds}
    rows.sort(key=lambda row: order.get(row["kind"], len(order)))
    lines: list[Child] = []
    for kind, part in groupby(rows, itemgetter("kind")):
        say = corrected.told if kind == CORRECTED else _line
        lines += [el("dt", titles.get(kind, kind)), el("dd", say(view, list(part)))]
    doubtful = {kind.code for kind in kinds if DOUBTFUL in kind.description}
    to_check = sum(row["kind"] in doubtful for row in rows)
    sums = [row for row in rows if _adds_up(view, row)]
    title = conclusion(sums or rows, titles) + (f"，另有{to_check}条应当核实" if to_check else "")
    body = [el("dl", *lines, class_="kinds"), _table(view, rows, titles)]
    return Content(title, body, len(rows))


def conclusion(rows: Sequence[Row], titles: dict[str, str]) -> str:
    """`本周完成治理28处、新增隐患点20处，普查检验合格+23,796个`; else how many of which kind."""
    told = [_told(rows, kind, titles) for kind in FOREMOST]
    sites, work = [one for one in told[:-1] if one], told[-1]
    if sites or work:
        return "本周" + "，".join(part for part in ("、".join(sites), work) if part)
    counts = Counter(row["kind"] for row in rows)
    return "本周" + "、".join(_summed(rows, kind, n, titles) for kind, n in counts.items())


def _summed(rows: Sequence[Row], kind: str, number: int, titles: dict[str, str]) -> str:
    """What a kind adds up to, where its rows are of one thing; else how many things moved."""
    if kind in RETURNS:
        return f"{titles.get(kind, kind)}{number}份"
    part = [row for row in rows if row["kind"] == kind]
    things = {(row["subject"], row["unit"] or "") for row in part}
    if len(things) == 1 and all(row["quantity"] is not None for row in part):
        total, (_, unit) = sum(float(row["quantity"]) for row in part), things.pop()
        return f"{titles.get(kind, kind)}{format.quantity(total, unit)}"
    return f"{titles.get(kind, kind)}{number}项"


def _told(rows: Sequence[Row], kind: str, titles: dict[str, str]) -> str:
    """One kind in a few words: sites add up; of the work done, what moved most for its size."""
    part = [row for row in rows if row["kind"] == kind and row["quantity"] is not None]
    if not part:
        return ""
    if kind != "done":
        unit = part[0]["unit"] or ""
        total = sum(float(row["quantity"]) for row in part if (row["unit"] or "") == unit)
        return f"{titles.get(kind, kind)}{format.quantity(total, unit)}"
    moved: dict[tuple[str, str, str], list[float]] = {}
    first = next((step for step in STEPS if any(r["subject_code"] == step for r in part)), None)
    for row in part:
        is_step = row["subject_code"] in STEPS
        if is_step and row["subject_code"] != first:
            continue
        subject = f"{row['subject']}{OBJECTS}" if is_step else row["subject"]
        named = subject, row["unit"] or "", row["period"]
        sums = moved.setdefault(named, [0.0, 0.0])
        sums[0] += float(row["quantity"])
        sums[1] += float(row["current"] or 0.0)
    (subject, unit, period), (most, _) = max(moved.items(), key=lambda item: _weight(*item[1]))
    return f"{subject}{format.signed(most, unit)}{period}"


def _weight(quantity: float, current: float) -> tuple[float, float]:
    """By the share that is new, then by size; what has no size weighs least."""
    return (quantity / current if current else float("-inf")), quantity


def _within(view: View, rows: pl.DataFrame) -> list[Row]:
    """As plain rows: polars waits for its threads at each step, and these are a few hundred."""
    held = (row for row in rows.iter_rows(named=True) if view.holds(row["area_code"]))
    return [{**row, "period": _period(view, row)} for row in held]


def _period(view: View, row: Row) -> str:
    """`（本期月报）` behind what was not done in a week: it is all that came since the last one."""
    if row["metric"] is None:
        return ""
    found = cadence.of(view.version, read.definition(view.version, row["metric"]))
    if found is None or not found.is_slow:
        return ""
    return f"（本期{found.title.removeprefix('每')}报）"


def _line(view: View, rows: Sequence[Row]) -> Html:
    """`森林火灾隐患点 +9处、地质灾害隐患点 +5处`: per subject, what its places add up to."""
    subjects: dict[str, list[Row]] = {}
    for row in rows:
        subjects.setdefault(str(row["subject"]), []).append(row)
    shown = list(subjects.items())[:SHOWN]
    said = [_subject(view, subject, part) for subject, part in shown]
    rest = len(subjects) - len(said)
    parts: list[Child] = []
    for n, one in enumerate(said):
        parts += ["、" if n else None, one]
    return el("span", *parts, f"等{len(subjects)}项" if rest > 0 else None)


def _subject(view: View, subject: str, rows: Sequence[Row]) -> Html:
    """Quantities of one subject and unit add up; how late a return is, and classes, do not."""
    unit = str(rows[0]["unit"] or "")
    places = [view.areas.by_code[row["area_code"]].short_name for row in rows]
    if any(row["current"] is None or row["quantity"] is None for row in rows):
        return el("span", f"{subject}（{format.listed(places, unit='地')}）", class_="nowrap")
    quantities = [float(row["quantity"]) for row in rows]
    each = [
        f"{place}{format.signed(quantity, unit)}"
        for place, quantity in zip(places, quantities, strict=True)
    ]
    tip = "\n".join(each) if len(each) > 1 else None
    if tip and not _adds_up(view, rows[0]):
        told = f"{subject}{rows[0]['period']}（{format.listed(each, unit='地')}）"
        return el("span", told, class_="nowrap", data_tip=tip)
    text = el("strong", format.signed(sum(quantities), unit), class_="num")
    return el("span", f"{subject} ", text, rows[0]["period"], class_="nowrap", data_tip=tip)


def _adds_up(view: View, row: Row) -> bool:
    """Whether the changes of several places may be added: a class is done only once in a city."""
    return row["metric"] is None or read.definition(view.version, row["metric"]).additive


def _table(view: View, rows: Sequence[Row], titles: dict[str, str]) -> Html:
    head = ["类别", "地区", "事项", "变化", "上周→本周"]
    listed = [_row(view, row, titles) for row in rows]
    return table_view(table(head, listed, class_="list"), f"逐条列出（{len(rows)}条）")


def _row(view: View, row: Row, titles: dict[str, str]) -> tuple[Child, ...]:
    area = view.areas.by_code[row["area_code"]]
    quantity, was, now = row["quantity"], row["previous"], row["current"]
    moved = was is not None and now is not None
    changed: Child = "—"
    if quantity is not None:
        write = format.signed if moved else format.quantity
        changed = figure(
            str(write(float(quantity), row["unit"] or "")),
            metric=f"{row['metric'] or row['subject_code']}/{aspect(row['kind'])}",
            area=area.code,
            as_of=view.as_of,
            value=float(quantity),
        )
    return (
        titles.get(row["kind"], row["kind"]),
        area_link(view, area),
        f"{row['subject'] or ''}{row['period']}",
        changed,
        f"{format.plain(float(was))}→{format.plain(float(now))}" if moved else "—",
    )

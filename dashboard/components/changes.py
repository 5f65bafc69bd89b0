"""本周变化: what was done, found, removed, corrected this week, and which tasks moved."""

from __future__ import annotations

from typing import Any

import polars as pl

from dashboard import format, read
from dashboard.components.frame import Content, Empty
from dashboard.components.html import Child, Html, el, figure, link, table, table_view
from dashboard.view import View

DOUBTFUL = "应当核实"  # the code list says so of kinds that are no progress but a question
SHOWN = 4  # subjects per kind; all of them stand in the table below
FOREMOST = ("treated", "found", "done")  # what the title tells, as far as there is any
ASPECTS = {"denominator": "denominator_change"}  # /denominator is the denominator itself


def listing(view: View) -> Content | Empty:
    """Changes in the view's area and below: a line per kind, and every single one in a table."""
    rows = _within(view, read.changes(view.version, view.as_of))
    if view.as_of == view.weeks[0]:
        return Empty("本周变化", "第一期数据，没有上周可比")
    if rows.is_empty():
        district = view.areas.district(view.area)
        if district not in (None, view.area):
            return Empty("本周变化", format.NO_DATA, "变化只统计到区(市)")
        return Empty("本周变化", "本周没有变化", "各单位报送的数据与上周相同，或本周尚未报送")
    kinds = read.change_kinds(view.version)
    order = {kind.code: n for n, kind in enumerate(kinds)}
    titles = {kind.code: kind.title for kind in kinds}
    rows = rows.sort(pl.col("kind").replace_strict(order, default=len(order)), maintain_order=True)
    lines: list[Child] = []
    for (kind,), part in rows.group_by(["kind"], maintain_order=True):
        lines += [el("dt", titles.get(str(kind), str(kind))), el("dd", _line(view, part))]
    doubtful = [kind.code for kind in kinds if DOUBTFUL in kind.description]
    to_check = rows.filter(pl.col("kind").is_in(doubtful)).height
    title = conclusion(rows, titles) + (f"，另有{to_check}条应当核实" if to_check else "")
    body = [el("dl", *lines, class_="kinds"), _table(view, rows, titles)]
    return Content(title, body, rows.height)


def conclusion(rows: pl.DataFrame, titles: dict[str, str]) -> str:
    """`本周完成治理28处、新增隐患点20处，普查检验合格+23,796个`; else how many of which kind."""
    told = [_told(rows, kind, titles) for kind in FOREMOST]
    sites, work = [one for one in told[:-1] if one], told[-1]
    if sites or work:
        return "本周" + "，".join(part for part in ("、".join(sites), work) if part)
    counts = rows.group_by("kind", maintain_order=True).len().iter_rows()
    return "本周" + "、".join(f"{titles.get(kind, kind)}{n}条" for kind, n in counts)


def _told(rows: pl.DataFrame, kind: str, titles: dict[str, str]) -> str:
    """One kind in a few words: sites add up; of the work done, what moved most for its size."""
    part = rows.filter((pl.col("kind") == kind) & pl.col("quantity").is_not_null())
    if part.is_empty():
        return ""
    if kind != "done":
        unit = str(part["unit"][0] or "")
        total = float(part.filter(pl.col("unit") == unit)["quantity"].sum())
        return f"{titles.get(kind, kind)}{format.quantity(total, unit)}"
    moved = part.group_by(["subject", "unit"], maintain_order=True).agg(
        pl.col("quantity", "current").sum()
    )
    share = pl.col("quantity") / pl.col("current").replace(0, None)
    most = moved.sort(share, "quantity", descending=True, nulls_last=True, maintain_order=True)
    first = most.row(0, named=True)
    return f"{first['subject']}{format.signed(float(first['quantity']), first['unit'] or '')}"


def _within(view: View, rows: pl.DataFrame) -> pl.DataFrame:
    inside = [
        code
        for code in rows["area_code"].unique().to_list()
        if (area := view.areas.by_code.get(code)) and view.covers(area)
    ]
    return rows.filter(pl.col("area_code").is_in(inside))


def _line(view: View, rows: pl.DataFrame) -> Html:
    """`森林火灾隐患点 +9处、地质灾害隐患点 +5处`: per subject, what its places add up to."""
    subjects = [
        (str(subject), part) for (subject,), part in rows.group_by(["subject"], maintain_order=True)
    ]
    said = [_subject(view, subject, part) for subject, part in subjects[:SHOWN]]
    rest = len(subjects) - len(said)
    parts: list[Child] = []
    for n, one in enumerate(said):
        parts += ["、" if n else None, one]
    return el("span", *parts, f"等{len(subjects)}项" if rest > 0 else None)


def _subject(view: View, subject: str, rows: pl.DataFrame) -> Html:
    """Quantities of one subject and unit add up; how late a return is does not."""
    unit = str(rows["unit"][0] or "")
    places = [view.areas.by_code[code].short_name for code in rows["area_code"]]
    if rows["current"].null_count() or rows["quantity"].null_count():
        return el("span", f"{subject}（{format.listed(places)}）", class_="nowrap")
    total = float(rows["quantity"].sum())
    each = [
        f"{place}{format.signed(float(quantity), unit)}"
        for place, quantity in zip(places, rows["quantity"], strict=True)
    ]
    text = el("strong", format.signed(total, unit), class_="num")
    tip = "\n".join(each) if len(each) > 1 else None
    return el("span", f"{subject} ", text, class_="nowrap", data_tip=tip)


def _table(view: View, rows: pl.DataFrame, titles: dict[str, str]) -> Html:
    head = ["类别", "地区", "事项", "变化", "上周→本周"]
    listed = [_row(view, row, titles) for row in rows.iter_rows(named=True)]
    return table_view(table(head, listed, class_="list"), f"逐条列出（{rows.height}条）")


def _row(view: View, row: dict[str, Any], titles: dict[str, str]) -> tuple[Child, ...]:
    area = view.areas.by_code[row["area_code"]]
    quantity, was, now = row["quantity"], row["previous"], row["current"]
    moved = was is not None and now is not None
    changed: Child = "—"
    if quantity is not None:
        aspect = ASPECTS.get(row["kind"], row["kind"])
        write = format.signed if moved else format.quantity
        changed = figure(
            str(write(float(quantity), row["unit"] or "")),
            metric=f"{row['metric'] or row['subject_code']}/{aspect}",
            area=area.code,
            as_of=view.as_of,
            value=float(quantity),
        )
    return (
        titles.get(row["kind"], row["kind"]),
        link(area.short_name, view.address(area=area.code)),
        row["subject"] or "",
        changed,
        f"{format.plain(float(was))}→{format.plain(float(now))}" if moved else "—",
    )

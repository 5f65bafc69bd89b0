"""Districts × 11 classes as a heat map; at a district its tasks by class."""

from __future__ import annotations

from typing import Any

from dashboard import format, theme
from dashboard.components import metric as m
from dashboard.components import stale
from dashboard.components.census import place
from dashboard.components.frame import Content, Empty
from dashboard.components.html import Child, Html, el, on_screen, table, table_view
from dashboard.components.place import area_link
from dashboard.reading import census
from dashboard.reading.census import CensusClass, Measure
from dashboard.view import CITY, Area, View

CHOICE = "share"
MARKED = "census_collection_rate"  # stands on the return that every cell stands on
Cells = dict[tuple[str, str | None], dict[str, Any]]


def chosen(view: View) -> Measure:
    """What the address asks the map to be drawn by."""
    return census.measure(view.choice(CHOICE, tuple(one.code for one in census.MEASURES)))


def chart(view: View) -> Content | Empty:
    """The city's heat map, or the tasks of the view's district."""
    if not place.is_reported(view):
        return place.nothing(view, "各类任务进度")
    if view.area.level == CITY:
        return districts(view)
    return tasks(view)


def districts(view: View) -> Content | Empty:
    """One row a district, one column a class; totals stand beside the names and in the last row."""
    by = chosen(view)
    cells = _cells(view, by)
    columns = census.classes(view.version)
    areas = [a for a in view.areas.children(view.area) if (a.code, None) in cells]
    if not areas:
        return place.nothing(view, f"各类任务{by.title}")
    among = [
        one["share"]
        for area in areas
        for c in columns
        if (one := cells.get((area.code, c.code))) and one["share"] is not None
    ]
    rows = [_row(view, area, columns, cells, among, by) for area in areas]
    rows.append(_row(view, view.area, columns, cells, among, by))
    body = el(
        "div",
        el("table", _head(columns), el("tbody", *rows), class_="heat"),
        class_="scroll",
        tabindex="0",
        role="group",
        aria_label=f"各区(市)11类任务的{by.title}",
    )
    compared = areas if view.ranks else []
    title = conclusion(compared, columns, cells, view.area)
    note: list[Child] = [
        f"单位：%；颜色按全表由低到高分五档；斜线为不承担该类任务；{_meant(by)}",
        on_screen("；点击区(市)看逐项任务"),
    ]
    return Content(f"{by.title}：{title}", body, len(among), note)


def _meant(by: Measure) -> str:
    if by.code == "tasks":
        return f"{by.title}=完成任务数÷承担任务数"
    return f"{by.title}={by.title.removesuffix('率')}对象数÷应查数"


def _cells(view: View, by: Measure) -> Cells:
    rows = census.cells(view.version, by.code, view.as_of).iter_rows(named=True)
    return {(row["area_code"], row["census_class"]): row for row in rows}


def conclusion(
    areas: list[Area], columns: tuple[CensusClass, ...], cells: Cells, whole: Area
) -> str:
    """The slowest and fastest of the districts, if any are compared, and the slowest class."""
    totals = [(a.short_name, cells[a.code, None]["share"]) for a in areas]
    classes = [(c.title, cells.get((whole.code, c.code), {}).get("share")) for c in columns]
    said = [_ends(totals, "个区(市)") if areas else "", _slowest(classes)]
    return "；".join(one for one in said if one) or "各类没有差别"


def _ends(named: list[tuple[str, float | None]], counted: str) -> str:
    known = [(name, share) for name, share in named if share is not None]
    if not known:
        return format.NO_DATA
    low, high = min(share for _, share in known), max(share for _, share in known)
    if low == high:
        return f"{len(known)}{counted}均为{format.quantity(low, format.PERCENT)}"
    return f"{_those(known, low, counted)}最低，{_those(known, high, counted)}最高"


def _slowest(named: list[tuple[str, float | None]]) -> str:
    known = [(name, share) for name, share in named if share is not None]
    if not known or min(s for _, s in known) == max(s for _, s in known):
        return ""
    return f"各类中{_those(known, min(share for _, share in known), '类')}最低"


def _those(known: list[tuple[str, float]], share: float, counted: str) -> str:
    names = format.listed((name for name, one in known if one == share), unit=counted)
    return f"{names}（{format.quantity(share, format.PERCENT)}）"


def _head(columns: tuple[CensusClass, ...]) -> Html:
    groups: dict[str, int] = {}
    for one in columns:
        groups[one.group] = groups.get(one.group, 0) + 1
    first = el(
        "tr",
        el("td", colspan=2),
        *(el("th", title, colspan=n, scope="colgroup") for title, n in groups.items()),
    )
    second = el(
        "tr",
        el("th", "地区", scope="col"),
        el("th", "合计", scope="col"),  # what the title speaks of: in sight on a phone as well
        *(el("th", one.title, scope="col") for one in columns),
    )
    return el("thead", first, second)


def _row(
    view: View,
    area: Area,
    columns: tuple[CensusClass, ...],
    cells: Cells,
    among: list[float],
    by: Measure,
) -> Html:
    is_total = area == view.area
    total = cells.get((area.code, None))
    mark = None
    if total and not total["is_reported"] and not is_total:
        mark = stale.mark(view, m.reading(view, MARKED, area.code))
    name: Child = "全市" if is_total else area_link(view, area)
    shown = [_cell(cells.get((area.code, c.code)), among, by, plain=is_total) for c in columns]
    return el(
        "tr",
        el("th", name, mark, scope="row"),
        _cell(total, among, by, plain=True),
        *shown,
        class_="total" if is_total else None,
    )


def _cell(one: dict[str, Any] | None, among: list[float], by: Measure, *, plain: bool) -> Html:
    if one is None or one["share"] is None:
        return el("td", el("span", "不承担", class_="unseen"), class_="none")
    step = None if plain else f"ramp-{theme.ramp_step(one['share'], among)}"
    done, total = format.plain(float(one["done"])), format.plain(float(one["total"]))
    return el(
        "td",
        format.percent_digits(one["share"]),
        class_=f"num {step or ''}".strip(),
        data_tip=f"{done}／{total}{by.unit}",
    )


def tasks(view: View) -> Content | Empty:
    """Every task of the district as a cell, class by class, the emptiest class in the title."""
    by = chosen(view)
    rows = census.tasks(view.version, by.code, view.area.code, view.as_of).to_dicts()
    if not rows:
        return place.nothing(view, f"各类任务{by.title}")
    cells = _cells(view, by)
    among = [row["share"] for row in rows if row["share"] is not None]
    columns = census.classes(view.version)
    lines = [
        _class_line(c.title, [r for r in rows if r["census_class"] == c.code],
                    cells.get((view.area.code, c.code)), among)
        for c in columns
    ]  # fmt: skip
    others = [row for row in rows if row["census_class"] is None]
    lines.append(_class_line("目录外任务", others, None, among))
    done = sum(bool(row["is_completed"]) for row in rows)
    classes = [(c.title, cells.get((view.area.code, c.code), {}).get("share")) for c in columns]
    said = f"{view.area.name}承担{len(rows)}项，完成{done}项；{_ends(classes, '类')}"
    note = (
        f"每格一项任务及其{by.title}（%），颜色按本区各任务由低到高分五档；"
        "带√的已完成（已汇交及以后）"
    )
    body = [el("div", *lines, class_="task-map"), _task_table(rows)]
    return Content(f"{by.title}：{said}", body, len(rows), note)


def _class_line(
    title: str, rows: list[dict[str, Any]], whole: dict[str, Any] | None, among: list[float]
) -> Html | None:
    if not rows:
        return None
    done = sum(bool(row["is_completed"]) for row in rows)
    share = "" if whole is None else f"{format.quantity(whole['share'], format.PERCENT)}，"
    head = el("h3", title, el("span", f"{share}完成{done}/{len(rows)}项", class_="note"))
    return el("section", head, el("ul", *(_task(row, among) for row in rows)))


def _task(row: dict[str, Any], among: list[float]) -> Html:
    share = row["share"]
    step = "none" if share is None else f"ramp-{theme.ramp_step(share, among)}"
    tip = (
        f"{row['task_name']}\n{row['category_name'] or '目录外'}，{row['status'] or '状态未报'}\n"
        f"应查{format.plain(row['required_objects'])}，合格{format.plain(row['passed_objects'])}，"
        f"汇交{format.plain(row['submitted_objects'])}"
    )
    value = format.NO_DATA if share is None else format.percent_digits(share)
    mark = "√" if row["is_completed"] else None
    return el(
        "li",
        el("span", row["task_name"], class_="name"),
        el("span", mark, value, class_="num"),
        class_=step,
        data_tip=tip,
    )


def _task_table(rows: list[dict[str, Any]]) -> Html:
    head = ["任务", "状态", "应查（个）", "采集", "校对", "检验", "合格", "汇交"]
    steps = ("required", "collected", "proofread", "inspected", "passed", "submitted")
    body = [
        (
            row["task_name"],
            row["status"] or "未报",
            *(format.plain(row[f"{step}_objects"]) for step in steps),
        )
        for row in rows
    ]
    return table_view(table(head, body), f"逐项列出（{len(rows)}项）")

"""One register of shelters by area: number, capacity, area per head against the rule."""

from __future__ import annotations

from dashboard import format
from dashboard.components import folded, place, source
from dashboard.components.frame import Content, Empty
from dashboard.components.html import Child, Html, el, figure, join
from dashboard.reading import shelters
from dashboard.reading.shelters import Row
from dashboard.view import View

COMMUNITY_REGISTER = "community"  # the one that metrics are made of
PER_HEAD = "shelter_effective_area_per_head_m2"


def by_area(view: View, register: str) -> Content | Empty:
    """The areas below the view's, each with its shelters of one register."""
    name = shelters.registers(view.version)[register]
    rows = shelters.supply(view.version, view.area.code, register, view.as_of)
    own = rows.get(view.area.code)
    if own is None:
        return Empty(f"{name}：本周没有登记", f"{place.whole(view)}没有计入的{name}")
    return Content(
        _title(name, own),
        join([*_table(view, rows, register), _rule(view, own)]),
        own["shelters"],
        _note(own, register),
    )


def _title(name: str, own: Row) -> str:
    capacity = format.quantity(own["shelter_capacity_persons"], "人")
    said = f"{name}{format.counted(own['shelters'], '处')}，可容纳{capacity}"
    if own["below_rule_shelters"]:
        return f"{said}；{format.counted(own['below_rule_shelters'], '处')}人均面积低于参照下限"
    return said + ("；人均面积都不低于参照下限" if own["judged_shelters"] else "")


def _note(own: Row, register: str) -> list[Child]:
    parts = ["与另一类登记分开统计，从不相加"]
    if own["repair_shelters"]:
        parts.append(f"含维修中{own['repair_shelters']}处")
    if own["unclaimed_shelters"]:
        parts.append(f"含待认领{own['unclaimed_shelters']}处，只计入区(市)")
    note: list[Child] = ["；".join(parts), " "]
    if register == COMMUNITY_REGISTER:
        note.append(source.button("shelter_capacity_persons"))
    return note


def _table(view: View, rows: dict[str, Row], register: str) -> list[Html]:
    below = [row for code, row in rows.items() if code != view.area.code]
    shown = below or [rows[view.area.code]]
    capacity = format.scale_for([row["shelter_capacity_persons"] for row in shown], "人")
    area = format.scale_for([row["effective_area_m2"] for row in shown], "平方米")
    head: list[Child] = [
        "地区",
        "场所（处）",
        f"容量（{capacity.suffix}）",
        f"有效面积（{area.suffix}）",
    ]
    if register == COMMUNITY_REGISTER:
        head.append("人均（平方米/人）")
    head.append("低于参照（处）")
    cells = [_row(view, row, register, capacity, area) for row in shown]
    return folded.listing(head, cells, total=len(cells), class_="list numbers")


def _row(
    view: View, row: Row, register: str, capacity: format.Scale, area: format.Scale
) -> list[Child]:
    known = view.areas.by_code[row["area_code"]]
    cells: list[Child] = [
        place.heading(view, known.code, "shelters"),
        format.grouped(row["shelters"], 0),
        format.scaled(row["shelter_capacity_persons"], capacity),
        format.scaled(row["effective_area_m2"], area),
    ]
    if register == COMMUNITY_REGISTER:
        per_head = row["area_per_head"]
        text = format.scaled(per_head, format.scale_for([], "平方米/人"))
        shown = figure(*(text,), metric=PER_HEAD, area=known.code, as_of=view.as_of, value=per_head)
        cells.append(shown)
    judged = row["judged_shelters"]
    cells.append(f"{row['below_rule_shelters']}" if judged else "不能判断")
    return cells


def _rule(view: View, own: Row) -> Html:
    rules = "、".join(
        f"{title}{format.plain(least)}" for title, least in shelters.area_rules(view.version)
    )
    missing = own["shelters"] - own["judged_shelters"]
    left = f"；{missing}处未填避难时长或有效面积，不判断" if missing else ""
    return el(
        "p",
        f"人均有效避难面积的参照下限（GB 51143，背景资料，以本地规定为准）：{rules}平方米/人{left}",
        class_="note",
    )

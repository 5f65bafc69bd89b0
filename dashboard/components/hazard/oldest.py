"""在册最久: untreated sites by how long they have been on the register, the oldest first."""

from __future__ import annotations

from typing import Any

import polars as pl

from dashboard import format
from dashboard.components import folded, source
from dashboard.components.frame import Content, Empty
from dashboard.components.hazard import common
from dashboard.components.html import Child, el
from dashboard.reading import LISTED, hazards
from dashboard.view import View

HEAD = ("隐患点", "类型", "地区", "责任单位", "发现日期", "在册", "整改时限", "威胁人数")


def listing(view: View) -> Content | Empty:
    """What has been open longest, whether or not a deadline was ever set for it."""
    name = "在册最久的隐患点"
    if common.status(view) is None:
        return common.nothing(view, name)
    found = hazards.oldest(view.version, view.area.code, common.family(view), view.as_of)
    if found.is_empty():
        return Empty(name, f"{view.area.name}没有未治理的{common.called(view)}")
    rows = [_row(view, row) for row in found.head(LISTED).iter_rows(named=True)]
    undated = found["found_on"].null_count()
    note: list[Child] = [
        "在册而未完成治理的，由发现日期早到晚；名称和责任单位取最新台账",
        f"；{format.counted(undated, '处')}未填发现日期，列在最后" if undated else None,
        common.carried(view),
        " ",
        source.button(common.OPEN.metric),
    ]
    body = folded.listing(
        HEAD, rows, total=found.height, unit="处", whole=folded.all_in(view, "marts.hazard_site")
    )
    title = name if found.height > 1 else "在册未治理的隐患点只有1处"
    return Content(f"{title}：{_conclusion(view, found)}", body, found.height, note)


def _conclusion(view: View, found: pl.DataFrame) -> str:
    first = found.row(0, named=True)
    if first["found_on"] is None:
        return "均未填发现日期"
    tied = found.filter(found["found_on"] == first["found_on"]).height
    since = format.short_day(first["found_on"], view.as_of)
    days = format.days(first["days_open"])
    if tied > 1:
        return f"{format.counted(tied, '处')}自{since}起，已{days}"
    place = view.areas.by_code[first["district_code"]].short_name
    duty = first["responsible_unit"] or "未注明"
    return f"{place}{first['site_name']}，自{since}起已{days}，责任单位：{duty}"


def _row(view: View, row: dict[str, Any]) -> tuple[Child, ...]:
    found, due = row["found_on"], row["due_on"]
    return (
        *common.named(view, row, common.OPEN.metric),
        "未填" if found is None else format.short_day(found, view.as_of),
        "—" if found is None else el("strong", format.days(row["days_open"]), class_="num"),
        "未填" if due is None else format.short_day(due, view.as_of),
        common.persons(row),
    )

"""本周进出: which sites the week's changes are, so that a moved figure can be told by names."""

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

TITLE = "本周进出的隐患点"
HEAD = ("隐患点", "变化", "类型", "地区", "责任单位", "威胁人数")


def listing(view: View) -> Content | Empty:
    """Sites found, treated, removed and merged in the week, by name."""
    if view.as_of == view.weeks[0]:
        return Empty(TITLE, "第一期数据，没有上周可比")
    if common.status(view) is None:
        return common.nothing(view, TITLE)
    found = hazards.moved(view.version, view.area.code, common.family(view), view.as_of)
    if found.is_empty():
        return Empty(TITLE, f"{view.area.name}本周{common.called(view)}没有进出")
    rows = [_row(view, row) for row in found.head(LISTED).iter_rows(named=True)]
    note: list[Child] = [
        "括号内是仍受威胁人数因此增减多少；同类先列威胁人数多的，一处既完成治理又销号的各列一行",
        common.carried(view),
        " ",
        source.button(common.EXPOSED.metric),
    ]
    body = folded.listing(
        HEAD, rows, total=found.height, unit="处", whole=folded.all_in(view, "marts.hazard_site")
    )
    return Content(f"{TITLE}：{conclusion(found)}", body, found.height, note)


def conclusion(found: pl.DataFrame) -> str:
    """`新增隐患点19处（+629人）、完成治理18处（−499人）、销号18处`: people still threatened."""
    told = []
    for (title,), part in found.group_by("kind_title", maintain_order=True):
        people = int(part["persons_moved"].sum())
        moved = f"（{format.signed(people, '人')}）" if people else ""
        told.append(f"{title}{format.counted(part.height, '处')}{moved}")
    return "、".join(told)


def _row(view: View, row: dict[str, Any]) -> tuple[Child, ...]:
    name, *rest = common.named(view, {**row, "kind": row["type_title"]}, common.EXPOSED.metric)
    return (name, el("span", row["kind_title"], class_="nowrap"), *rest, common.persons(row))

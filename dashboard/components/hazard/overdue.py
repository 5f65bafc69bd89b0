"""逾期清单: what is past its deadline, where, whose duty, how long, whom it threatens."""

from __future__ import annotations

from typing import Any

from dashboard import format
from dashboard.components import folded, source
from dashboard.components.frame import Content, Empty
from dashboard.components.hazard import common
from dashboard.components.html import Child, el, on_screen
from dashboard.reading import LISTED, hazards
from dashboard.view import View

OVERDUE = "hazard_sites_overdue"  # its rows behind an area are the sites listed here
HEAD = ("隐患点", "类型", "地区", "责任单位", "逾期", "威胁人数", "督办")


def listing(view: View) -> Content | Empty:
    """Those under an order first, then the longest; marked only where an order has a number."""
    name = "逾期清单"
    if common.status(view) is None:
        return common.nothing(view, name)
    found = hazards.overdue(view.version, view.area.code, common.family(view), view.as_of)
    if found.is_empty():
        return Empty(name, f"{view.area.name}没有逾期未治理的{common.called(view)}")
    rows = [_row(view, row) for row in found.head(LISTED).iter_rows(named=True)]
    ordered = found["supervision_order"].drop_nulls().len()
    note: list[Child] = [
        "挂牌督办的在前，" if ordered else None,
        "按逾期天数排；名称和责任单位取最新台账；“督办”只标有督办文号的",
        on_screen("；点名称看它在台账里的行"),
        common.carried(view),
        " ",
        source.button(OVERDUE),
    ]
    total = found.height
    body = folded.listing(
        HEAD, rows, total=total, unit="处", whole=folded.all_in(view, "marts.overdue_site")
    )
    return Content(_title(found), body, total, note)


def _title(found: Any) -> str:
    units = found["responsible_unit"].drop_nulls().n_unique()
    supervised = found["supervision_order"].drop_nulls().len()
    said = f"逾期清单：{format.counted(found.height, '处')}"
    longest = format.days(found["days_overdue"].max())
    said += f"，最长{longest}" if found.height > 1 else f"，已逾期{longest}"
    said += f"，涉及{format.counted(units, '个责任单位')}" if units else ""
    return said + (f"，挂牌督办{format.counted(supervised, '处')}" if supervised else "")


def _row(view: View, row: dict[str, Any]) -> tuple[Child, ...]:
    return (
        *common.named(view, row, OVERDUE),
        el("strong", format.days(row["days_overdue"]), class_="num"),
        common.persons(row),
        _order(view, row),
    )


def _order(view: View, row: dict[str, Any]) -> Child:
    if row["supervision_order"] is None:
        return "—"
    due = row["supervision_due_on"]
    until = "期限未注明" if due is None else f"期限{format.short_day(due, view.as_of)}"
    return [el("strong", "督办"), f" {row['supervision_order']}，{until}"]

"""工程项目清单: what is late first, with days, duty, quantity and money of each project."""

from __future__ import annotations

from typing import Any

from dashboard import format
from dashboard.components import folded, source
from dashboard.components.frame import Content, Empty
from dashboard.components.html import Child, el
from dashboard.components.place import area_link
from dashboard.components.works import common
from dashboard.reading import LISTED, works
from dashboard.view import View

MONEY = format.scale_for([10_000], "元")  # 万元: in 亿元 a pond would cost 0.01
PAID = f"已支付／批复（{MONEY.suffix}）"
HEAD = ("项目", "类别", "地区", "责任单位", "完成／计划", PAID, "计划完工", "状态")


def listing(view: View) -> Content | Empty:
    """Late projects, the longest first; then the others by the date they are due."""
    rows = works.projects(view.version, view.area.code, view.as_of)
    if rows.is_empty():
        return common.nothing(view, "工程项目清单")
    late = rows.filter(rows["is_late"])
    said = f"工程项目{format.counted(rows.height, '个')}"
    if late.is_empty():
        said += "，没有逾期未完工的"
    else:
        longest = format.days(late["days_overdue"][0])
        which = "最长" if late.height > 1 else "已逾期"
        said += f"，逾期未完工{format.counted(late.height, '个')}，{which}{longest}"
    note: list[Child] = [
        "逾期：未完工而计划完工日期已过；先列逾期，其余按计划完工日期",
        common.carried(view),
        " ",
        source.button("works_investment_paid_yuan"),
    ]
    kept = list(rows.head(LISTED).iter_rows(named=True))
    scales = _lengths(kept)
    listed = [_row(view, row, scales) for row in kept]
    total = rows.height
    body = folded.listing(
        HEAD, listed, total=total, unit="个", whole=folded.all_in(view, "marts.project_status")
    )
    return Content(said, body, total, note)


def _row(view: View, row: dict[str, Any], scales: dict[str, format.Scale]) -> tuple[Child, ...]:
    place = view.areas.by_code[row["district_code"]]
    due = row["planned_completion_on"]
    length = scales[row["unit"]]
    return (
        row["project_name"],
        row["kind"] or "未注明",
        area_link(view, place),
        row["responsible_unit"] or "未注明",
        _pair(row["completed_quantity"], row["planned_quantity"], length) + length.suffix,
        _pair(row["paid_investment_yuan"], row["approved_investment_yuan"], MONEY),
        "未填" if due is None else format.short_day(due, view.as_of),
        _state(row),
    )


def _pair(part: float | None, whole: float | None, scale: format.Scale) -> str:
    """`2,770／3,200`; a missing one is 未填."""
    return f"{common.written(part, scale)}／{common.written(whole, scale)}"


def _lengths(rows: list[dict[str, Any]]) -> dict[str, format.Scale]:
    quantities = ("completed_quantity", "planned_quantity")
    return common.scales((row["unit"], row[name]) for row in rows for name in quantities)


def _state(row: dict[str, Any]) -> Child:
    state = row["state"] or "未注明"
    if not row["is_late"]:
        return state
    return [f"{state}，", el("strong", f"逾期{format.days(row['days_overdue'])}", class_="late")]

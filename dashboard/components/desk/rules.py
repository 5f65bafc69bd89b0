"""What the reader is told before asking: on what, as whom, within what bounds."""

from __future__ import annotations

from dashboard.components.frame import Content
from dashboard.components.html import el
from dashboard.reading import desk
from dashboard.view import View
from warehouse.sandbox.limits import MEBIBYTE, Limits


def told(view: View, who: str) -> Content:
    """The page's heading, and what holds for every query."""
    limits, edition = Limits(), desk.edition(view.version)
    lines = [
        el("li", f"读的是{edition}，版本 ", el("code", view.version)),
        el("li", f"查询人：{who}；每条查询都有记录"),
        el(
            "li",
            f"一条最多 {limits.seconds:g} 秒、{limits.bytes // MEBIBYTE} MiB、"
            f"{limits.rows:,} 行（可选到 {limits.most_rows:,} 行），"
            f"同时最多 {limits.at_once} 条，其余排队",
        ),
        el(
            "li",
            *("语句里可以用 ", el("code", "$area"), "、", el("code", "$asof")),
            f"，值取自页首：{view.area.name}，{view.as_of.isoformat()}",
        ),
    ]
    return Content("SQL 工作台：只读查询，互不影响", el("ul", *lines, class_="rules"), len(lines))

"""The page's conclusion: how many sites are open, how many overdue, the longest, whose duty."""

from __future__ import annotations

from typing import Any

import polars as pl

from dashboard import format
from dashboard.components import metric as m
from dashboard.components.frame import Content
from dashboard.components.hazard.common import OPEN
from dashboard.components.html import Child, Html, el
from dashboard.components.place import area_link
from dashboard.reading import hazards
from dashboard.reading.hazards import ALL
from dashboard.view import View

OVERDUE = "hazard_sites_overdue"


def sentence(view: View) -> Content:
    """Counts all families, whatever the page compares below."""
    stock, late = m.reading(view, OPEN.metric), m.reading(view, OVERDUE)
    if stock.value is None:
        said: list[Child] = [f"{view.area.name}本周及以前没有报送过隐患点台账。"]
        return Content(el("span", *said, class_="sentence unknown"), None, 0)
    count = stock.figure(str(format.quantity(stock.value, "处")), stock.value)
    said = [f"{view.area.name}在册隐患点", count]
    if not late.value:
        tail = "，没有逾期未治理的。" if late.value == 0 else "。"
        return Content(el("span", *said, tail, class_="sentence well"), None, 1)
    text = el("strong", str(format.quantity(late.value, "处")))
    said += ["，逾期未治理", late.figure(text, late.value), *_overdue(view), "。"]
    return Content(el("span", *said, class_="sentence behind"), None, int(late.value))


def _overdue(view: View) -> list[Child]:
    """The site overdue longest, and the one that a leader's order is out for."""
    rows = hazards.overdue(view.version, view.area.code, ALL, view.as_of)
    if rows.is_empty():
        return []
    ordered = rows.filter(pl.col("supervision_order").is_not_null())
    longest = rows.filter(pl.col("days_overdue") == pl.col("days_overdue").max())
    is_told = longest.height == 1 and longest["site_id"].is_in(ordered["site_id"].implode()).all()
    if is_told and ordered.height == 1:
        return [*_longest(view, longest, of=rows.height), "，已挂牌督办"]
    said = _longest(view, longest, of=rows.height)
    if ordered.height and longest.height == 1:
        said = said[:-1]  # two sites fill the sentence: whose duty they are is in the list
    return [*said, *_ordered(view, ordered)]


def _longest(view: View, longest: pl.DataFrame, *, of: int) -> list[Child]:
    """The one overdue longest and who answers for it; how many share that when several do."""
    first = longest.row(0, named=True)
    days = _days(first)
    if longest.height > 1:
        which = "" if longest.height == of else f"最长的{format.counted(longest.height, '处')}"
        return [f"，{which}均已逾期", days]
    duty = first["responsible_unit"] or "未注明"
    which = "，最长的是" if of > 1 else "，是"
    return [which, *_site(view, first), "，已逾期", days, f"，责任单位：{duty}"]


def _ordered(view: View, ordered: pl.DataFrame) -> list[Child]:
    """The sites under an order: the one overdue longest by its name."""
    if ordered.is_empty():
        return []
    first = ordered.row(0, named=True)
    which = "的是" if ordered.height == 1 else f"{format.counted(ordered.height, '处')}，最长的是"
    return [f"；挂牌督办{which}", *_site(view, first), "，", _days(first)]


def _site(view: View, row: dict[str, Any]) -> list[Child]:
    """The site's name, after that of its district where the view is wider than that."""
    district = view.areas.by_code[row["district_code"]]
    within = district in view.areas.path(view.area)
    return [None if within else area_link(view, district), row["site_name"]]


def _days(row: dict[str, Any]) -> Html:
    return el("strong", format.days(row["days_overdue"]), class_="num")

"""缺报情况: which units owe which returns this week, and how old what they are carried on is."""

from __future__ import annotations

from typing import Any

import polars as pl

from dashboard import format, read
from dashboard.components import stale
from dashboard.components.frame import Content, Empty
from dashboard.components.html import Child, el, link, scrolling, table
from dashboard.view import View


def listing(view: View) -> Content | Empty:
    """Units without a return inside its period, within the view's area."""
    title = "报送情况"
    expected = _concerning(view, read.expected_returns(view.version, view.as_of))
    missing = missing_in(view)
    due = int(expected["expected"].sum())
    if due == 0:
        return Empty(title, "本级不单独报送", f"{view.area.name}的数据由所在区(市)报送")
    if missing.is_empty():
        return Content(f"{title}：应报{due}份，全部报齐", el("p", "各单位均已按期报送。"), due)
    head = ["单位", "报表", "报送情况"]
    rows = [_row(view, row) for row in missing.iter_rows(named=True)]
    units = missing["unit_code"].n_unique()
    is_any_carried = missing["used_as_of"].null_count() < missing.height
    return Content(
        f"{title}：{units}个单位缺报{missing.height}份（应报{due}份）",
        scrolling(table(head, rows, class_="list")),
        missing.height,
        "缺报的按最近一次报送的数据计入合计" if is_any_carried else None,
    )


def missing_in(view: View) -> pl.DataFrame:
    """The returns of read.missing_returns that concern the view's area."""
    return _concerning(view, read.missing_returns(view.version, view.as_of))


def _row(view: View, row: dict[str, Any]) -> tuple[Child, ...]:
    used = row["used_as_of"]
    return (
        _unit(view, row["unit_code"]),
        row["title"],
        "从未报送" if used is None else stale.told(format.stale(used, row["weeks_stale"])),
    )


def _concerning(view: View, rows: pl.DataFrame) -> pl.DataFrame:
    units = [unit for unit in rows["unit_code"].unique() if _concerns(view, unit)]
    return rows.filter(pl.col("unit_code").is_in(units))


def _concerns(view: View, unit: str) -> bool:
    """A district's returns concern the city and the district; a department's only the city."""
    area = view.areas.by_code.get(unit)
    if area is None:
        return view.area == view.areas.city
    return view.covers(area)


def _unit(view: View, unit: str) -> Child:
    title = read.unit_titles(view.version).get(unit, unit)
    if unit not in view.areas.by_code:
        return title
    return link(title, view.address(area=unit))

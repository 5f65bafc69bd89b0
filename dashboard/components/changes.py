"""本周变化: what was done, found, removed, corrected this week, and which tasks moved."""

from __future__ import annotations

from typing import Any

import polars as pl

from dashboard import format, read
from dashboard.components.frame import Content, Empty
from dashboard.components.html import Child, Html, el, figure, link
from dashboard.view import View

SHOWN = 4  # per kind; the rest is counted


def listing(view: View) -> Content | Empty:
    """Changes in the view's area and below, grouped by kind, the largest first."""
    rows = _within(view, read.changes(view.version, view.as_of))
    if rows.is_empty():
        return Empty("本周变化", "本周没有变化", "各单位报送的数据与上周相同，或本周尚未报送")
    titles = read.change_kinds(view.version)
    found = {str(kind): part for (kind,), part in rows.group_by(["kind"], maintain_order=True)}
    kinds = [k for k in titles if k in found] + sorted(found.keys() - titles.keys())
    groups = [_group(view, titles.get(kind, kind), found[kind]) for kind in kinds]
    counted = format.listed([f"{titles.get(k, k)}{found[k].height}条" for k in kinds])
    body = el("div", *groups, class_="changes")
    return Content(f"本周变化：{counted}", body, rows.height)


def _within(view: View, rows: pl.DataFrame) -> pl.DataFrame:
    inside = [
        code
        for code in rows["area_code"].unique().to_list()
        if (area := view.areas.by_code.get(code)) and view.covers(area)
    ]
    return rows.filter(pl.col("area_code").is_in(inside))


def _group(view: View, title: str, rows: pl.DataFrame) -> Html:
    largest = rows.sort(pl.col("quantity").abs(), descending=True, nulls_last=True)
    items = [_item(view, row) for row in largest.head(SHOWN).iter_rows(named=True)]
    rest = rows.height - len(items)
    more = el("li", f"另有{rest}条", class_="rest") if rest > 0 else None
    return el("div", el("h3", title), el("ul", *items, more))


def _item(view: View, row: dict[str, Any]) -> Html:
    area = view.areas.by_code[row["area_code"]]
    quantity, was, now = row["quantity"], row["previous"], row["current"]
    moved = was is not None and now is not None
    parts: list[Child] = [
        link(area.short_name, view.address(area=area.code)),
        f"{row['subject'] or ''} ",
    ]
    if quantity is not None:
        write = format.signed if moved else format.quantity
        text = figure(
            str(write(float(quantity), row["unit"] or "")),
            metric=f"{row['metric'] or row['subject_code']}/{row['kind']}",
            area=area.code,
            as_of=view.as_of,
            value=float(quantity),
        )
        parts.append(text)
    if moved:
        both = f"（{format.plain(float(was))}→{format.plain(float(now))}）"
        parts.append(el("span", both, class_="from-to"))
    return el("li", *parts)

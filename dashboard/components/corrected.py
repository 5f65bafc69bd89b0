"""Which figure of a return that was sent again moved from what to what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from dashboard import format
from dashboard.components import folded
from dashboard.components.html import Child, Html, el, scrolling, table
from dashboard.reading import overview
from dashboard.view import View

Row = dict[str, Any]

SHOWN = 2  # returns told in the tile, with one place of each; every place stands in the fold
WHOLE = "marts.correction"
CELL = "cell"


def told(view: View, changes: Sequence[Row]) -> Html:
    """`市北更正2月7日普查进度周报表：某任务 清查数 120→118`, the other places folded away.

    `changes` are the rows of marts.week_change that say a return was sent again.
    """
    places = overview.corrections(view.version, view.area.code, view.as_of)
    said = [_return(view, row) for row in places if row["place_no"] == 1]
    same = [row for row in changes if row["quantity"] == 0]
    said += [f"{_place(view, row)}重报{row['subject']}，数据与原件相同" for row in same]
    lines = [el("div", one) for one in said[:SHOWN]]
    if len(said) > SHOWN:
        lines.append(el("div", f"另有{len(said) - SHOWN}份"))
    return el("div", *lines, _fold(view, places))


def _return(view: View, first: Row) -> str:
    day = format.short_day(first["used_as_of"], view.as_of)
    more = f"等{format.counted(first['places'], '处')}" if first["places"] > 1 else ""
    return f"{_place(view, first)}更正{day}{first['source_title']}：{' '.join(_said(first))}{more}"


def _said(row: Row) -> Iterator[str]:
    """The object, the column and what became of it; of a whole row only that it came or went."""
    if row["object_id"]:
        yield row["object_name"] or row["object_id"]
    if row["correction_kind"] != CELL:
        yield row["kind_title"]
        return
    yield row["column_title"]
    yield _moved(row)


def _moved(row: Row) -> str:
    return f"{_value(row, 'previous')}→{_value(row, 'current')}"


def _value(row: Row, which: str) -> str:
    number, text = row[f"{which}_number"], row[f"{which}_text"]
    return format.plain(float(number)) if number is not None else (text or "空")


def _place(view: View, row: Row) -> str:
    return view.areas.by_code[row["area_code"]].short_name


def _fold(view: View, places: Sequence[Row]) -> Html | None:
    """All places of more than one, in a table of their own."""
    if len(places) <= 1:
        return None
    total = places[0]["total"]
    head = ["地区", "报表", "对象", "改了什么", "更正前→更正后"]
    left = total - len(places)
    listed = table(head, (_cells(view, row) for row in places), class_="list")
    return el(
        "details",
        el("summary", f"逐处列出（{format.counted(total, '处')}）"),
        scrolling(
            listed, folded.left_out(left, "处", folded.all_in(view, WHOLE)) if left else None
        ),
        class_="more",
    )


def _cells(view: View, row: Row) -> tuple[Child, ...]:
    is_cell = row["correction_kind"] == CELL
    return (
        _place(view, row),
        f"{format.short_day(row['used_as_of'], view.as_of)}{row['source_title']}",
        row["object_name"] or row["object_id"] or "—",
        row["column_title"] if is_cell else row["kind_title"],
        _moved(row) if is_cell else "—",
    )

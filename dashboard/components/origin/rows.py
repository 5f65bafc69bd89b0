"""逐行: the rows themselves, with file, sheet and the cells that the figure hangs on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from dashboard import format
from dashboard.components import choice
from dashboard.components.frame import Content, Empty
from dashboard.components.html import Child, Html, el, framed, link, scrolling
from dashboard.components.origin import common
from dashboard.reading import origin
from dashboard.reading.origin import PAGE, Column, Page, SourceRows
from dashboard.view import View

NAMING = ("_id", "_code", "_name")  # a form begins with what its row is about
FIRST = 3  # columns among which those that name the row are looked for
PLACED = "area_code"  # shown by name, in a column of its own
RELATED, ALL = "related", "all"

Cells = Mapping[str, str]


def listing(view: View) -> Content | Empty:
    """A page of the chosen source's rows."""
    source = common.chosen(view)
    if source is None or not source.rows:
        return Empty("逐行", "没有计入的行", "可换上级地区或另一周")
    offset = _offset(view, source.rows)
    page = origin.rows(
        *(view.version, common.asked(view), source.source, view.area.code, view.as_of),
        *(PAGE, offset),
    )
    body = [
        choice.chips(
            view,
            common.COLUMNS,
            "列",
            ((RELATED, "与本数有关的"), (ALL, "入库的全部")),
            view.choice(common.COLUMNS, (RELATED, ALL)),
        ),
        scrolling(_table(view, page)),
        _turning(view, offset, page.total),
    ]
    last = offset + page.frame.height
    said = f"《{source.title}》第{format.grouped(offset + 1, 0)}—{format.grouped(last, 0)}行"
    return Content(
        f"逐行：{said}，共{format.counted(page.total, '行')}",
        body,
        page.frame.height,
        _note(page, source),
    )


def _offset(view: View, total: int) -> int:
    """The first row of the page that holds the one asked for; the last page for one beyond."""
    asked = view.choices.get(common.OFFSET, "")
    wanted = int(asked) if asked.isdecimal() and len(asked) < 10 else 0
    return min(wanted, total - 1) // PAGE * PAGE


def _note(page: Page, source: SourceRows) -> str:
    if not page.is_exact:
        return "这张表的行不逐行计入本数"
    said = "带底色的是本数所看的格，格下是它在表里的位置；"
    said += "“分子”“分母”" if "part_denominator" in page.frame.columns else "“计入”"
    said += "是该行计入多少"
    return said + ("，同一个对象的几行只计一次" if common.repeats(source) else "")


def _table(view: View, page: Page) -> Html:
    columns = _columns(view, page)
    parts = [name for name in ("part_numerator", "part_denominator") if name in page.frame.columns]
    names = common.heads(common.reading(view))
    head = [_head(column) for column in columns]
    head += [*names[: len(parts)], "计入的地区", "报送单位、日期", "文件与位置"]
    rows = zip(page.frame.iter_rows(named=True), page.cell_of, strict=True)
    shown = (_row(view, columns, parts, row, cells) for row, cells in rows)
    wide = "list rows" if _related(view) else "list rows whole"
    return framed(head, (_line_of(head, one) for one in shown), class_=wide)


def _line_of(head: list[str], cells: list[tuple[Child, bool]]) -> Html:
    first, *rest = cells
    return el(
        "tr",
        el("th", first[0], scope="row", class_="used" if first[1] else None),
        *(
            el("td", said, data_label=label, class_="used" if is_used else None)
            for label, (said, is_used) in zip(head[1:], rest, strict=True)
        ),
    )


def _columns(view: View, page: Page) -> list[Column]:
    """What names the row, then what the figure hangs on; or all, in the form's order."""
    if not _related(view):
        return list(page.columns)
    naming = [
        column
        for column in page.columns[:FIRST]
        if column.name.endswith(NAMING) and column.name != PLACED
    ]
    used = [column for column in page.columns if column.is_used and column not in naming]
    return [*naming, *used] or list(page.columns[:FIRST])


def _related(view: View) -> bool:
    return view.choice(common.COLUMNS, (RELATED, ALL)) == RELATED


def _head(column: Column) -> str:
    return f"{column.title}（{column.unit}）" if column.unit else column.title


def _row(
    view: View, columns: list[Column], parts: Sequence[str], row: Mapping[str, Any], cells: Cells
) -> list[tuple[Child, bool]]:
    """The cells of one row, and whether the figure hangs on them."""
    said: list[tuple[Child, bool]] = [
        ([_value(row[c.name]), _address(cells.get(c.name))], c.is_used) for c in columns
    ]
    said += [
        (format.exact(row[name]) if row[name] is not None else "未填", False) for name in parts
    ]
    place = f"{row['_sheet']}!" if row["_sheet"] else ""
    said += [
        (row["area_name"] or "待认领", False),
        (
            [
                row["unit_name"] or row["unit_code"],
                " ",
                common.carried(row["is_carried"], row["used_as_of"], view.as_of),
            ],
            False,
        ),
        (
            [
                el("span", f"{place}{row['cells'] or _line(row['_row'])}", class_="nowrap"),
                el("code", row["_file"]),
            ],
            False,
        ),
    ]
    return said


def _line(row_no: int) -> str:
    return f"第{row_no}行"


def _address(cell: str | None) -> Child:
    return el("small", cell) if cell else None


def _value(value: object) -> Child:
    """A cell with every digit it was written with, so that a reader can count again."""
    if value is None or value == "":
        return "未填"
    if isinstance(value, bool):
        return origin.YES if value else origin.NO
    if isinstance(value, date):
        return el("span", format.day(value), class_="nowrap")
    if isinstance(value, int | float):
        return el("span", format.exact(value), class_="num")
    return str(value)


def _turning(view: View, offset: int, total: int) -> Html | None:
    """Links to the pages before and after."""
    if total <= PAGE:
        return None
    last = (total - 1) // PAGE * PAGE
    steps = (
        ("第一页", 0, offset > 0),
        ("上一页", max(0, offset - PAGE), offset > 0),
        ("下一页", offset + PAGE, offset < last),
        ("最后一页", last, offset < last),
    )
    shown = [
        link(said, view.address(choices={common.OFFSET: str(to)}), id=f"turn-{said}")
        if there
        else el("span", said, aria_disabled="true")
        for said, to, there in steps
    ]
    place = f"第{offset // PAGE + 1}页，共{last // PAGE + 1}页"
    return el("nav", *shown, el("span", place, class_="note"), class_="turning", aria_label="翻页")

"""The star of the schema: the metrics' values in the middle, what tells them apart at one side, the
tables that they add up at the other. Every box leads to its entry in the dictionary.
"""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.components.dictionary import address
from dashboard.components.dictionary.words import enumerated
from dashboard.components.frame import Content, Empty
from dashboard.components.html import Html, el, link, scrolling, table
from dashboard.reading import guide
from dashboard.reading.guide import Dimension, Fact, Star
from dashboard.view import View

WIDTH, LINE, BOX = 960, 44, 34
LEFT, MIDDLE, RIGHT = (10, 250), (370, 570), (690, 950)  # where the boxes begin and end
TITLE = "指标值在中间，左边是维度，右边是它所汇总的统计表"
_NOTE = "按血缘和键画出，点方框看数据字典；各统计表自己的维度见下表"


def drawn(view: View) -> Content | Empty:
    """The drawing, and the same as a table."""
    star = guide.star(view.version)
    if star is None:
        return Empty(TITLE, "本库没有指标")
    listed = table(("统计表", "代码", "用它的指标", "维度"), [_row(view, f) for f in star.facts])
    folded = el("details", el("summary", "各统计表的维度"), scrolling(listed), class_="as-table")
    return Content(TITLE, [scrolling(_svg(view, star)), folded], len(star.facts), _NOTE)


def _svg(view: View, star: Star) -> Html:
    dimensions = star.centre.dimensions
    height = LINE * max(len(star.facts), len(dimensions), 1)
    left, right = _rows(len(dimensions), height), _rows(len(star.facts), height)
    middle = height / 2
    lines = [_line((LEFT[1], at), (MIDDLE[0], middle), "joins") for at in left]
    lines += [_line((RIGHT[0], at), (MIDDLE[1], middle), "adds") for at in right]
    boxes = [_dimension(view, one, at) for one, at in zip(dimensions, left, strict=True)]
    boxes += [_fact(view, one, at) for one, at in zip(star.facts, right, strict=True)]
    boxes.append(_box(view, MIDDLE, middle, star.centre.table, star.centre.title, "centre"))
    told = (
        f"{star.centre.title}按{'、'.join(one.title for one in dimensions)}区分，"
        f"由{len(star.facts)}张统计表汇总"
    )
    return el(
        "svg",
        *lines,
        *boxes,
        viewBox=f"0 0 {WIDTH} {height}",
        class_="star",
        role="group",
        aria_label=told,
    )


def _rows(number: int, height: float) -> list[float]:
    """The middles of so many boxes, spread over the height."""
    return [height * (place + 0.5) / number for place in range(number)]


def _line(start: tuple[float, float], end: tuple[float, float], class_: str) -> Html:
    (x1, y1), (x2, y2) = start, end
    bend = (x1 + x2) / 2
    return el(
        "path", d=f"M{x1} {y1:.1f}C{bend} {y1:.1f} {bend} {y2:.1f} {x2} {y2:.1f}", class_=class_
    )


def _dimension(view: View, one: Dimension, at: float) -> Html:
    return _box(view, LEFT, at, one.table, one.title, "dimension", one.column)


def _fact(view: View, one: Fact, at: float) -> Html:
    return _box(view, RIGHT, at, one.table, one.title, "fact", f"{one.feeds}个指标")


def _box(
    view: View,
    sides: tuple[int, int],
    at: float,
    name: str,
    title: str,
    class_: str,
    aside: str = "",
) -> Html:
    left, right = sides
    top = at - BOX / 2
    return el(
        "a",
        el("title", f"{title} {name}"),
        el("rect", x=left, y=f"{top:.1f}", width=right - left, height=BOX, rx=4),
        el("text", title, x=left + 10, y=f"{at + 5:.1f}"),
        el("text", aside, x=right - 10, y=f"{at + 4:.1f}", class_="aside") if aside else None,
        href=address.entry(view, "table", name),
        data_go=True,
        class_=class_,
    )


def _row(view: View, one: Fact) -> Sequence[Html | str]:
    dimensions = enumerated(
        link(d.title, address.entry(view, "table", d.table)) for d in one.dimensions
    )
    return [
        link(one.title, address.entry(view, "table", one.table)),
        el("code", one.table),
        f"{one.feeds}个",
        el("span", *dimensions),
    ]

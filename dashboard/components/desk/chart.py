"""A quick chart of a result: bars, lines, points, or the districts' tiles; its title is computed.

Words stand outside the drawing (components.svg); its figures are in the result's own table.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import pyarrow as pa

from dashboard import format, theme
from dashboard.components.desk.charted import BARS, GROUPS, KINDS, POINTS, Choice, NotDrawn, number
from dashboard.components.html import Html, el
from dashboard.components.svg import Box, Curve, curve, levels
from dashboard.desk import cells
from dashboard.view import Areas
from warehouse.sandbox.query import Answer
from warehouse.tuples import values_of

_DIGITS = 4  # significant digits of what is no whole number
_EXACT = 2**53
_MOST_TICKS = 6
Point = tuple[float, float]


def draw(answer: Answer, choice: Choice, areas: Areas) -> Html:
    """The chart with its title and what it is of; NotDrawn when the rows do not allow it."""
    rows = answer.table.num_rows
    draws: Mapping[str, Callable[[pa.Table, Choice, Areas], tuple[Html, str, list[str]]]] = {
        "bar": _bars,
        "line": _lines,
        "scatter": _lines,
        "map": _map,
    }
    body, title, notes = draws[choice.kind](answer.table, choice, areas)
    shown = f"画的是显示的 {rows:,} 行"
    if answer.cut is not None:
        shown += f"（{answer.told()}）"
    note = "；".join([shown, *notes])
    return el("figure", el("figcaption", el("strong", title), el("span", note)), body)


def _bars(table: pa.Table, choice: Choice, _: Areas) -> tuple[Html, str, list[str]]:
    labels = [_label(value) for value in _cells(table, choice.x.place, BARS)]
    values = [number(value) for value in _cells(table, choice.y.place, BARS)]
    known = [value for value in values if value is not None]
    if not known:
        raise NotDrawn(f"“{choice.y.title}”这一列没有数，画不成图")
    low, high = min(0.0, *known), max(0.0, *known)
    span = high - low or 1.0
    write = _writer(known, choice.y.unit)

    def bar(value: float | None) -> Html:
        if value is None:
            return el("span", format.NO_DATA, class_="chart-none")
        left, wide = (min(value, 0.0) - low) / span * 100, abs(value) / span * 100
        return el("b", style=f"margin-left:{left:.2f}%;width:{wide:.2f}%")

    lines = (
        el(
            "tr",
            el("th", label, scope="row"),
            el("td", bar(value), class_="chart-bar"),
            el("td", "" if value is None else write(value), class_="number"),
        )
        for label, value in zip(labels, values, strict=True)
    )
    head = el(
        "tr",
        el("th", choice.x.told, scope="col"),
        el("th", el("span", "长短", class_="unseen"), scope="col"),
        el("th", choice.y.told, scope="col", class_="number"),
    )
    body = el("table", el("thead", head), el("tbody", *lines), class_="chart-bars")
    rows = table.num_rows
    notes = [f"只画前 {BARS} 行，要看别的请在语句里排序"] if rows > BARS else []
    return body, f"各{choice.x.title}的{choice.y.title}", notes


def _lines(table: pa.Table, choice: Choice, _: Areas) -> tuple[Html, str, list[str]]:
    groups, notes = _groups(table, choice)
    points = [point for _, part in groups for point in part]
    if not points:
        raise NotDrawn(f"没有一行的“{choice.x.title}”和“{choice.y.title}”都有数，画不成图")
    is_line = choice.kind == "line"
    xs, ys = [x for x, _ in points], [y for _, y in points]
    marks = ticks(min(ys), max(ys))
    box = Box(min(xs), max(xs), min(marks), max(marks))
    title = f"{choice.y.title}{'，按' if is_line else '与'}{choice.x.title}"
    if choice.by is not None:
        title += f"，分{choice.by.title}"
    write = _writer(ys, choice.y.unit)
    ends = f"{choice.y.title}从 {write(min(ys))} 到 {write(max(ys))}"
    told = f"{KINDS[choice.kind]}：{title}。{len(points):,} 个点，{ends}。各点的数见结果表。"
    curves = [
        Curve(sorted(part) if is_line else part, f"series-{place}")
        for place, (_, part) in enumerate(groups)
    ]
    if is_line:
        drawing = curve(curves, told, box=box, levels=marks)
    else:
        drawing = _dots(curves, box, marks, told)
    scale = el(
        "div",
        *(el("span", write(at), style=f"top:{box.y(at)}%") for at in marks),
        class_="y-axis",
        aria_hidden="true",
    )
    plot = el("div", scale, el("div", drawing, class_="plot"), _below(choice, box), class_="chart")
    names = [name for name, _ in groups]
    unit = el("p", choice.y.told, class_="chart-unit")
    return el("div", unit, plot, _legend(names) if choice.by else None), title, notes


def _dots(curves: Sequence[Curve], box: Box, marks: Sequence[float], told: str) -> Html:
    """Points as strokes of no length: the drawing stretches, they stay round."""
    grid = [
        f'<polyline class="stroke grid" points="0,{box.y(at)} 100,{box.y(at)}"/>' for at in marks
    ]
    dots = [
        f'<path class="stroke chart-dots {one.token}" d="'
        + "".join(f"M{box.x(x)},{box.y(y)}h0" for x, y in one.points)
        + '"/>'
        for one in curves
    ]
    inner = Html(
        '<svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">'
        f"{''.join([*grid, *dots])}</svg>"
    )
    return el("div", inner, class_="curve", role="img", aria_label=told)


def _groups(table: pa.Table, choice: Choice) -> tuple[list[tuple[str, list[Point]]], list[str]]:
    """The points by group, in the order in which the groups appear; what was left out."""
    columns = [_cells(table, one, POINTS) for one in (choice.x.place, choice.y.place)]
    names = [""] * len(columns[0])
    if choice.by is not None:
        names = [_label(value) for value in _cells(table, choice.by.place, POINTS)]
    found: dict[str, list[Point]] = {}
    without = 0
    for name, x, y in zip(names, *columns, strict=True):
        at, high = number(x), number(y)
        if at is None or high is None:
            without += 1
            continue
        found.setdefault(name, []).append((at, high))
    notes = []
    if table.num_rows > POINTS:
        notes.append(f"只画前 {POINTS:,} 行")
    if without:
        notes.append(f"{without:,} 行没有数，没有画")
    if len(found) > GROUPS:
        notes.append(f"共 {len(found):,} 组，只画前 {GROUPS} 组")
    return list(found.items())[:GROUPS], notes


def _map(table: pa.Table, choice: Choice, areas: Areas) -> tuple[Html, str, list[str]]:
    tiles = [one for one in areas.by_code.values() if one.tile]
    found: dict[str, Any] = {}
    beside = 0
    on_map = {one.code for one in tiles}
    codes = _cells(table, choice.x.place, table.num_rows)
    for code, value in zip(codes, _cells(table, choice.y.place, table.num_rows), strict=True):
        if code not in on_map:
            beside += 1
        elif code in found:
            raise NotDrawn(
                f"{areas.by_code[code].short_name}不止一行，方格图一个区(市)只能有一个数。"
                "请加条件（如只取一周、一个指标）或先汇总"
            )
        else:
            found[code] = number(value)
    known = [value for value in found.values() if value is not None]
    if not known:
        raise NotDrawn(f"各区(市)的“{choice.y.title}”都没有数，画不成图")
    write = _writer(known, choice.y.unit)

    def tile(one: Any) -> Html:
        value = found.get(one.code)
        tone = "none" if value is None else f"ramp-{theme.ramp_step(value, known)}"
        row, column = one.tile
        text = format.NO_DATA if value is None else write(value)
        inside = el("div", el("span", one.short_name, class_="name"), el("span", text, class_="v"))
        return el("li", inside, class_=tone, style=f"grid-row:{row};grid-column:{column}")

    notes = ["位置为示意，不表示边界；颜色按名次分档"]
    if beside:
        notes.append(f"{beside:,} 行不是区(市)，不在图上")
    unit = el("p", choice.y.told, class_="chart-unit")
    body = el("div", unit, el("ul", *map(tile, tiles), class_="tile-map"))
    return body, f"各区(市)的{choice.y.title}", notes


def _cells(table: pa.Table, place: int, count: int) -> list[Any]:
    return values_of(table.column(place).slice(0, count))


def _label(value: Any) -> str:
    shown = cells.cell(value)
    if shown is None:
        return "空"
    if isinstance(shown, bool):
        return "是" if shown else "否"
    return str(shown)


def _below(choice: Choice, box: Box) -> Html:
    """The ends and the middle of x, named as dates or numbers."""
    ends = [box.left] if box.right <= box.left else [box.left, box.right]
    middle = [(box.left + box.right) / 2] if len(ends) == 2 else []
    places = sorted([*ends, *middle])
    if choice.x.kind == cells.DAY:
        names = [format.day(date.fromordinal(int(at))) for at in places]
    else:
        names = [_writer(places, choice.x.unit)(at) for at in places]
    marks = (
        el("span", name, style=f"left:{box.x(at)}%") for name, at in zip(names, places, strict=True)
    )
    return el("div", *marks, class_="x-axis chart-ends", aria_hidden="true")


def _legend(names: Sequence[str]) -> Html:
    keys = (el("li", el("i", class_=f"series-{place}"), name) for place, name in enumerate(names))
    return el("ul", *keys, class_="chart-legend")


def _writer(values: Sequence[float], unit: str) -> Callable[[float], str]:
    """How the numbers of one scale are written: one divisor for all; whole numbers stay whole."""
    scale = format.scale_for(values, unit)
    if scale.divisor > 1:
        return lambda value: f"{format.trimmed(format.scaled(value, scale))}{scale.suffix}"
    return lambda value: format.exact(_rounded(value))


def _rounded(value: float) -> float:
    if value.is_integer() and abs(value) < _EXACT:
        return value
    return float(f"{value:.{_DIGITS}g}")


def ticks(low: float, high: float) -> list[float]:
    """Round levels around the values: from 0, unless they all lie far from it."""
    if low >= 0 and low <= high / 2:
        return levels(high)
    if high <= 0 and high >= low / 2:
        return [-at for at in reversed(levels(-low))]
    span = (high - low) or abs(high) or 1.0
    magnitude = 10.0 ** math.floor(math.log10(span / (_MOST_TICKS - 2)))
    step = next(f * magnitude for f in (1, 2, 2.5, 5, 10) if span / (f * magnitude) <= 4)
    first, last = math.floor(low / step), math.ceil(high / step)
    return [step * n for n in range(first, max(last, first + 1) + 1)]

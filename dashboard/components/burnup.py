"""Burn-up against plan: what was done week by week, the plan beyond today, and the gap between."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from dashboard import format, read
from dashboard.components import forecast, source, stale
from dashboard.components import metric as m
from dashboard.components.frame import Content, Empty
from dashboard.components.html import Child, Html, el, table, table_view
from dashboard.components.svg import Box, Curve, Point, box_of, curve, levels
from dashboard.reading.forecast import Forecast
from dashboard.view import View

RIGHT, LOW = 70.0, 65.0  # percent: beyond, labels stand to the left of the line, or above
LABEL_ROOM = 12.0  # percent of the height that two labels need to stand apart
FORESIGHT = 26 * 7  # days beyond the plan that a forecast may stretch the drawing


@dataclass(frozen=True)
class Track:
    """Plan and actual of one metric and area; `now` is the view's week."""

    unit: str
    plan: tuple[tuple[date, float], ...]
    actual: tuple[tuple[date, float], ...]
    one: m.Reading
    gap: float | None  # as marts.delay has it; None without a plan for the week
    heard: date | None = None  # the last return, where it is older than the week
    ahead: Forecast | None = None  # where the recent pace leads to, when it is asked for
    foretold: str | None = None  # the same in words


def chart(view: View, indicator: m.Indicator, *, foretold: bool = False) -> Content | Empty:
    """Plan and actual of the indicator's count in the view's area up to its week.

    With `foretold`, also where the recent pace leads to.
    """
    metric = m.plan_of(view, indicator)
    definition = read.definition(view.version, metric)
    plan = read.plan(view.version, metric, view.area.code)
    actual = read.series(view.version, metric, view.area.code, view.as_of)
    if plan.is_empty():
        return Empty(
            f"{definition.title}进度",
            f"{view.area.name}没有这项指标的进度计划",
            "进度计划由市普查办的“进度计划表”下达，装载后即显示",
        )
    one = m.reading(view, metric)
    delay = _delay(view, metric)
    pairs = _pairs(plan, "planned"), _pairs(actual, "value")
    ahead = forecast.of(view, indicator) if foretold else None
    aged = stale.of(view, one)
    heard = None if aged is None or aged.is_sum else aged.since
    words = forecast.foretold(view, indicator) if foretold else None
    gap = delay["gap"] if delay else None
    track = Track(definition.unit, *pairs, one, gap, heard, ahead, words)
    if not track.actual:
        return Empty(f"{definition.title}进度", format.NO_DATA, "本周及以前没有报送过")
    note: list[Child] = [
        f"{view.area.name}，单位：{_scale(track).suffix}；实线为实际，虚线为计划",
        None if aged is None else ["；", stale.told(aged.words)],
        f"；{one.dated}，与那一天的计划比" if one.dated else None,
        "；蓝色虚线为预测及其区间，方法见完成日期预测" if _is_drawn(ahead) else None,
        " ",
        source.button(metric),
    ]
    body = [_drawing(view, track), _table(view, track)]
    foretells = f"；{words}" if words is not None else ""
    return Content(
        f"{definition.title}：{conclusion(track, _began(view, delay))}{foretells}",
        body,
        len(track.actual),
        note,
    )


def conclusion(track: Track, began: str = "") -> str:
    """Ahead, on plan or behind, by how much and since when."""
    gap = track.gap
    if track.one.value is None:
        return "本周无数据"
    if gap is None:
        last = track.plan[-1]
        return (
            f"{format.quantity(track.one.value, track.unit)}，计划期已于{format.day(last[0])}结束"
        )
    apart = format.difference(gap, track.unit)
    if gap >= 0:
        return f"比计划快{apart}" if gap > 0 else "与计划持平"
    return f"比计划慢{apart}{began}"


def _delay(view: View, metric: str) -> dict[str, Any] | None:
    rows = read.delays(view.version, view.as_of).filter(
        (pl.col("metric") == metric) & (pl.col("area_code") == view.area.code)
    )
    return None if rows.is_empty() else rows.row(0, named=True)


def _began(view: View, delay: dict[str, Any] | None) -> str:
    if delay is None or not delay["is_behind"]:
        return ""
    if delay["is_since_minimum"]:
        return "，有数据以来一直落后"
    return f"，自{format.short_day(delay['behind_since'], view.as_of)}起"


def _pairs(frame: pl.DataFrame, column: str) -> tuple[tuple[date, float], ...]:
    known = frame.filter(pl.col(column).is_not_null())
    return tuple(zip(known["as_of"].to_list(), known[column].to_list(), strict=True))


def _scale(track: Track) -> format.Scale:
    return format.scale_for([v for _, v in (*track.plan, *track.actual)], track.unit)


def _points(pairs: tuple[tuple[date, float], ...]) -> list[Point]:
    return [(float(on.toordinal()), value) for on, value in pairs]


def _drawing(view: View, track: Track) -> Html:
    plan = Curve(_points(track.plan), "plan", dashed=True)
    said = [pair for pair in track.actual if track.heard is None or pair[0] <= track.heard]
    actual = Curve(_points(tuple(said)), "accent", filled=True)
    repeated = Curve(_points((*said[-1:], *track.actual[len(said) :])), "accent", dashed=True)
    lines = [*([repeated] if len(repeated.points) > 1 else []), *_forecast_lines(track)]
    marks = levels(max(y for line in (plan, actual, *lines) for _, y in line.points))
    box = box_of([plan, actual, *lines], marks)
    foretells = f"{track.foretold}。" if track.foretold else ""
    told = f"{conclusion(track)}。{foretells}逐周数据见数据表。"
    return el(
        "div",
        _axis(box, marks, _scale(track)),
        el(
            "div",
            curve([*lines, plan, actual], told, box=box, levels=marks),
            _today(track, box),
            _labels(track, box),
            _finish(track, lines, box),
            _strips(view, track, box),
            class_="plot",
        ),
        _dates(box),
        class_="burn-up",
    )


def _is_drawn(ahead: Forecast | None) -> bool:
    return ahead is not None and ahead.finish is not None


def _forecast_lines(track: Track) -> list[Curve]:
    """From this week to the forecast finish, and to the ends of its interval."""
    ahead, value = track.ahead, track.one.value
    if ahead is None or value is None:
        return []
    start = float(track.one.as_of.toordinal())
    farthest = float(track.plan[-1][0].toordinal() + FORESIGHT)
    lines = []
    for token, on in (("fan", ahead.earliest), ("fan", ahead.latest), ("accent", ahead.finish)):
        if on is None:
            continue
        end = float(on.toordinal())
        seen = min(1.0, (farthest - start) / (end - start))  # cut off where the drawing ends
        points = [(start, value), (start + seen * (end - start), value + seen * ahead.remaining)]
        lines.append(Curve(points, token, dashed=True))
    return lines


def _finish(track: Track, lines: list[Curve], box: Box) -> Html | None:
    """The forecast's date at the end of its line."""
    if track.ahead is None or track.ahead.finish is None or not lines:
        return None
    (start, _), (x, y) = lines[-1].points
    below = LABEL_ROOM if box.x(x) - box.x(start) < LABEL_ROOM * 2 else 0.0  # clear of this week's
    on = format.short_day(track.ahead.finish, track.one.as_of)
    style = f"left:{box.x(x)}%;top:{min(box.y(y) + LABEL_ROOM / 2 + 2 * below, 94)}%"
    return el("div", el("span", f"预计{on}", class_="accent before", style=style), class_="labels")


def _axis(box: Box, marks: list[float], scale: format.Scale) -> Html:
    return el(
        "div",
        *(
            el("span", format.trimmed(format.scaled(at, scale)), style=f"top:{box.y(at)}%")
            for at in marks
        ),
        class_="y-axis",
        aria_hidden="true",
    )


def _dates(box: Box) -> Html:
    first, last = int(box.left), int(box.right)
    months = [on for day in range(first, last + 1) if (on := date.fromordinal(day)).day == 1]
    every = 1 + len(months) // 7
    return el(
        "div",
        *(
            el(
                "span",
                f"{on.year}年{on.month}月" if on.month == 1 else f"{on.month}月",
                style=f"left:{box.x(on.toordinal())}%",
            )
            for on in months[::every]
        ),
        class_="x-axis",
        aria_hidden="true",
    )


def _today(track: Track, box: Box) -> Html:
    """The week's line; its name stands at the end of it that the values leave free."""
    as_of = track.one.as_of
    at = box.x(as_of.toordinal())
    shown = [v for v in (track.one.value, track.one.planned) if v is not None]
    low = any(box.y(value) > LOW for value in shown)
    place = f"{'before' if at > RIGHT else 'after'} {'top' if low else 'bottom'}"
    label = el("span", f"本期 {format.short_day(as_of)}")
    return el("div", label, class_=f"today {place}", style=f"left:{at}%")


def _labels(track: Track, box: Box) -> Html:
    """The two values compared beside their lines, pushed apart when the lines nearly meet."""
    one = track.one
    known = [
        (value, name, token, aspect)
        for value, name, token, aspect in (
            (one.value, "实际 ", "accent", ""),
            (one.planned, "计划 ", "plan", "/planned"),
        )
        if value is not None
    ]
    heights = [box.y(value) for value, *_ in known]
    at = box.x(one.data_on.toordinal())  # both values are of that day
    side = "before" if at > RIGHT or one.dated else "after"  # clear of the week's line
    rises = not track.actual or track.actual[0][1] <= track.actual[-1][1]
    heights = _clear(heights, rises=rises) if side == "before" else _apart(heights)
    labels = []
    for (value, name, token, aspect), height in zip(known, heights, strict=True):
        text = one.figure(str(format.quantity(value, track.unit)), value, aspect)
        style = f"left:{at}%;top:{height:.2f}%"
        labels.append(el("span", name, text, class_=f"{token} {side}", style=style))
    return el("div", *labels, class_="labels")


def _clear(heights: list[float], *, rises: bool) -> list[float]:
    """Where both lines came from the left, the labels stand on the side that these left free."""
    away = -LABEL_ROOM if rises else LABEL_ROOM
    edge = min(heights, default=0.0) if rises else max(heights, default=0.0)
    from_edge = sorted(range(len(heights)), key=lambda n: heights[n], reverse=rises)
    free = [edge + away * (1 + from_edge.index(n)) for n in range(len(heights))]
    is_inside = all(LABEL_ROOM / 2 <= height <= 100 - LABEL_ROOM / 2 for height in free)
    return free if is_inside else _apart(heights)


def _apart(heights: list[float]) -> list[float]:
    if len(heights) != 2 or abs(heights[0] - heights[1]) >= LABEL_ROOM:
        return heights
    middle = sum(heights) / 2
    half = LABEL_ROOM / 2 if heights[0] > heights[1] else -LABEL_ROOM / 2
    return [middle + half, middle - half]


def _weeks(track: Track) -> list[tuple[date, float | None, float | None]]:
    plan, actual = dict(track.plan), dict(track.actual)
    return [(on, actual.get(on), plan.get(on)) for on in sorted(plan.keys() | actual.keys())]


def _strips(view: View, track: Track, box: Box) -> Html:
    """One strip per week to point at."""
    half = 3.5
    strips = []
    for on, actual, planned in _weeks(track):
        left, right = box.x(on.toordinal() - half), box.x(on.toordinal() + half)
        said = f"{format.day(on)}"
        if on <= view.as_of:
            said += f"\n实际：{format.quantity(actual, track.unit)}"
        said += f"\n计划：{format.quantity(planned, track.unit)}"
        strips.append(el("i", data_tip=said, style=f"left:{left:.2f}%;width:{right - left:.2f}%"))
    return el("div", *strips, class_="strips", aria_hidden="true")


def _table(view: View, track: Track) -> Html:
    scale = _scale(track)
    rows = [
        (
            format.day(on),
            format.scaled(actual, scale) if on <= view.as_of else "—",
            format.scaled(planned, scale) if planned is not None else "—",
            format.signed(actual - planned, track.unit)
            if actual is not None and planned is not None
            else "—",
        )
        for on, actual, planned in _weeks(track)
    ]
    unit = f"（{scale.suffix}）"
    return table_view(table(["周", f"实际{unit}", f"计划{unit}", "实际比计划"], rows))

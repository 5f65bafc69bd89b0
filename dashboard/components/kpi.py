"""The headline card: value, light, change since the last return, sparkline, parts, definition."""

from __future__ import annotations

from datetime import date

from dashboard import format, read
from dashboard.components import metric as m
from dashboard.components import source, stale, unstated
from dashboard.components.frame import Content, Empty, Withheld
from dashboard.components.html import NOTHING, Html, el
from dashboard.components.svg import Curve, curve
from dashboard.view import View

SPARK_WEEKS = 16  # a quarter of a year: long enough to see a stall, short enough to see a step


def card(view: View, indicator: m.Indicator) -> Content | Empty:
    """One indicator of the view's area and week."""
    metric = indicator.metric
    one = m.reading(view, metric)
    title = el("span", one.definition.title, data_tip=m.meaning(one.definition), tabindex="0")
    if one.value is None:
        return Empty(title, format.NO_DATA, m.cannot_say(view, one))
    try:
        left_out = unstated.told(view, metric)
    except read.NotInEdition as lacks:  # a sum that cannot say what it lacks is not shown
        return Withheld(one.definition.title, f"{lacks.edition}不含")
    aged = stale.of(view, one)
    is_own = aged is not None and not aged.is_sum  # of a sum, most may well be this week's
    mark = None if aged is None else stale.told(aged.words)
    moved = stale.change(view, one)
    body = el(
        "div",
        el("p", m.value_figure(one), m.light(one), class_="headline-figure"),
        el("p", mark) if is_own else None,
        None if moved is None else el("p", moved),
        el("p", one.dated, class_="note dated") if one.dated else None,
        _sparkline(view, metric, aged.since if aged is not None and is_own else view.as_of),
        el("p", m.parts(one), left_out, class_="note"),
        el(
            "p",
            None if is_own else mark,
            source.button(metric),
            class_="foot",
        ),
        class_="card stale" if is_own else "card",
    )
    return Content(title, body, rows=1)


def _sparkline(view: View, metric: str, until: date) -> Html:
    """The last weeks; those after the last return, `until`, are dashed: the old value repeated."""
    rows = read.series(view.version, metric, view.area.code, view.as_of).tail(SPARK_WEEKS)
    weeks = rows["as_of"].to_list()
    points = [
        (float(n), value) for n, value in enumerate(rows["value"].to_list()) if value is not None
    ]
    if len(points) < 2:
        return NOTHING
    values = [value for _, value in points]
    unit = read.definition(view.version, metric).unit
    first, heard = weeks[0], sum(on <= until for on in weeks)
    told = (
        f"{format.short_day(first, view.as_of)}以来：最低{format.quantity(min(values), unit)}，"
        f"最高{format.quantity(max(values), unit)}"
    )
    said = [point for point in points if point[0] < heard]
    repeated = [*said[-1:], *points[len(said) :]]
    lines = [Curve(repeated, "accent", dashed=True)] if len(repeated) > 1 else []
    return curve([*lines, Curve(said, "accent")], told, class_="spark")

"""The headline card: value, light, change since last week, sparkline, parts, definition."""

from __future__ import annotations

from dashboard import format, read
from dashboard.components import metric as m
from dashboard.components import source
from dashboard.components.frame import Content, Empty
from dashboard.components.html import NOTHING, Html, el
from dashboard.components.svg import Curve, curve
from dashboard.view import View

SPARK_WEEKS = 16  # a quarter of a year: long enough to see a stall, short enough to see a step


def card(view: View, indicator: m.Indicator) -> Content | Empty:
    """One indicator of the view's area and week."""
    metric = indicator.metric
    one = m.indicated(view, indicator)
    title = el("span", one.definition.title, data_tip=m.meaning(one.definition), tabindex="0")
    if one.value is None:
        return Empty(title, format.NO_DATA, m.cannot_say(view, one))
    carried = (
        format.carried_forward(one.now.units_reported, one.now.units_expected) if one.now else ""
    )
    body = el(
        "div",
        el("p", m.value_figure(one), m.light(one), class_="headline-figure"),
        el("p", m.change(one)),
        _sparkline(view, metric),
        el("p", m.parts(one), class_="note"),
        el(
            "p",
            el("span", carried, class_="carried") if carried else None,
            source.button(metric),
            class_="foot",
        ),
        class_="card",
    )
    return Content(title, body, rows=1)


def _sparkline(view: View, metric: str) -> Html:
    rows = read.series(view.version, metric, view.area.code, view.as_of).tail(SPARK_WEEKS)
    points = [
        (float(n), value) for n, value in enumerate(rows["value"].to_list()) if value is not None
    ]
    if len(points) < 2:
        return NOTHING
    values = [value for _, value in points]
    unit = read.definition(view.version, metric).unit
    first = rows["as_of"][0]
    told = (
        f"{format.short_day(first, view.as_of)}以来：最低{format.quantity(min(values), unit)}，"
        f"最高{format.quantity(max(values), unit)}"
    )
    return curve([Curve(points, "accent")], told, class_="spark")

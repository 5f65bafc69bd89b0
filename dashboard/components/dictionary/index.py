"""The index: metrics with what they are this week, sources, tables by layer, code lists."""

from __future__ import annotations

from collections.abc import Iterable

from dashboard.components import metric as m
from dashboard.components.dictionary import address
from dashboard.components.dictionary.words import SCHEMAS
from dashboard.components.frame import Content
from dashboard.components.html import Child, Html, el, link, named
from dashboard.reading import dictionary
from dashboard.view import View


def metrics(view: View) -> Content:
    """Every metric with its value in the view's area and week."""
    titles = dictionary.metric_titles(view.version)
    lines = []
    for name, title in titles.items():
        one = m.reading(view, name)
        value = m.value_figure(one) if one.value is not None else el("span", "—", class_="note")
        lines.append(_line(link(title, address.entry(view, "metric", name)), value))
    note = f"数为{view.area.name}本周的值；—为没有数，或不统计到这一级"
    return Content(f"指标：{len(titles)}个", _list(lines), len(titles), note)


def sources(view: View) -> Content:
    """Every source and who owns it."""
    rows = dictionary.sources(view.version)
    lines = [
        _line(
            link(row["title"], address.entry(view, "source", name)),
            el("span", row["owner"], class_="note"),
        )
        for name, row in rows.items()
    ]
    return Content(f"来源：{len(rows)}个，报什么、怎么填", _list(lines), len(rows))


def tables(view: View) -> Content:
    """Every table, layer by layer."""
    titles = dictionary.metric_titles(view.version)
    layers: dict[str, list[Html]] = {schema: [] for schema in SCHEMAS}
    for one in dictionary.tables(view.version).values():
        if one.schema in layers and not (one.schema == "metrics" and one.short in titles):
            entry = link(one.title, address.entry(view, "table", one.name))
            layers[one.schema].append(_line(entry, named(one.name)))
    parts: list[Child] = [
        [el("h3", f"{said}（{len(layers[schema])}张）"), _list(layers[schema])]
        for schema, said in SCHEMAS.items()
    ]
    number = sum(map(len, layers.values()))
    return Content(f"表：{number}张", parts, number, "一列在哪些表里、什么意思，用上面的查找")


def codes(view: View) -> Content:
    """Every code list."""
    rows = [t for t in dictionary.tables(view.version).values() if t.schema == dictionary.CODES]
    lines = [
        _line(
            link(one.title, address.entry(view, "code", one.short)),
            el("span", f"{one.rows}项", class_="note"),
        )
        for one in rows
    ]
    return Content(f"代码表：{len(rows)}张", _list(lines), len(rows))


def _list(lines: Iterable[Html]) -> Html:
    return el("ul", *lines, class_="index")


def _line(entry: Html, beside: Child) -> Html:
    return el("li", entry, " ", beside)

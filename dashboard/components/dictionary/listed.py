"""Entries that are tables of the warehouse: a table, a column wherever it stands, a code list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dashboard import format
from dashboard.components import folded
from dashboard.components.dictionary import address, forms
from dashboard.components.dictionary.words import code as as_code
from dashboard.components.dictionary.words import enumerated, facts, prose, statement, type_word
from dashboard.components.frame import Content
from dashboard.components.html import Child, Html, el, join, link, scrolling
from dashboard.components.html import table as html_table
from dashboard.reading import dictionary
from dashboard.reading.dictionary import Column
from dashboard.view import View

SHOWN_CODES = 400


def table(view: View, name: str) -> Content | None:
    """A table: what a row is, its columns, what it is made from, the statement."""
    known = dictionary.tables(view.version)
    if name not in known:
        return None
    one = known[name]
    own = [column for column in dictionary.columns(view.version) if column.table == name]
    head = ["列", "代码", "单位", "类型", "示例", "说明", "可见范围", "名称出处"]
    rows = [_column(view, column, one.key) for column in own]
    body = [
        facts(
            ("表名", as_code(name)),
            ("中文视图", as_code(dictionary.chinese_views(view.version).get(name))),
            ("粒度", prose(one.grain)),
            ("键", _codes(one.key)),
            ("说明", prose(one.description)),
            ("行数", format.counted(one.rows, "行")),
            ("可见范围", one.seen_by),
            ("由它们算出", _names(view, dictionary.reads(view.version).get(name, ()))),
            ("用于", _names(view, dictionary.read_by(view.version).get(name, ()))),
        ),
        scrolling(html_table(head, rows, class_="list columns")),
        statement("建表语句", one.sql),
    ]
    return Content(f"表 {one.title}：{len(own)}列", body, len(own))


def _column(view: View, one: Column, key: Sequence[str]) -> list[Child]:
    entry = link(one.title, address.entry(view, "column", one.name))
    mark = el("span", " 键", class_="note") if one.name in key else None
    return [
        [entry, mark],
        as_code(one.name),
        one.unit or "—",
        type_word(one.type),
        as_code(one.example),
        prose(one.note),
        one.audience,
        origin(view, one.source),
    ]


def origin(view: View, source: str) -> Child:
    """Where a title was said: the source, the table, or the building program."""
    kind, _, name = source.partition(" ")
    sources = dictionary.sources(view.version)
    if kind == "合同" and name in sources:
        return link(sources[name]["title"], address.entry(view, "source", name))
    known = dictionary.tables(view.version)
    if source in known:
        return link(known[source].title, address.entry(view, "table", source))
    return source


def _names(view: View, names: Iterable[str]) -> Child:
    """Tables, metrics and sources by their titles, each leading to its entry."""
    metrics = dictionary.metric_titles(view.version)
    known, sources = dictionary.tables(view.version), dictionary.sources(view.version)
    links: list[Html] = []
    for name in names:
        schema, _, short = name.partition(".")
        if schema == "raw" and short in sources:
            links.append(link(sources[short]["title"], address.entry(view, "source", short)))
        elif schema == "metrics" and short in metrics:
            links.append(link(metrics[short], address.entry(view, "metric", short)))
        elif name in known:
            links.append(link(known[name].title, _table(view, name)))
    return enumerated(links)


def _codes(names: Iterable[str]) -> Child:
    return join([el("code", name), " "] for name in names)


def column(view: View, name: str) -> Content | None:
    """A column wherever it stands, and how it is filled in."""
    own = [one for one in dictionary.columns(view.version) if one.name == name]
    if not own:
        return None
    titles = "、".join(dict.fromkeys(one.title for one in own))
    known = dictionary.tables(view.version)
    head = ["在哪张表", "名称", "单位", "类型", "示例", "说明", "可见范围", "名称出处"]
    rows: list[list[Child]] = [
        [
            link(known[one.table].title, _table(view, one.table)),
            one.title,
            one.unit or "—",
            type_word(one.type),
            as_code(one.example),
            prose(one.note),
            one.audience,
            origin(view, one.source),
        ]
        for one in own
    ]
    body = [
        facts(("列名", as_code(name)), ("见于", f"{len(own)}张表")),
        forms.of_column(view, name),
        el("h3", "在库里"),
        join(
            folded.listing(
                head, rows, total=len(rows), unit="张", whole=folded.all_in(view, "meta.column")
            )
        ),
    ]
    return Content(f"列 {titles}", body, len(own))


def _table(view: View, name: str) -> str:
    schema, _, short = name.partition(".")
    if schema == dictionary.CODES:
        return address.entry(view, "code", short)
    return address.entry(view, "table", name)


def code(view: View, name: str) -> Content | None:
    """A code list: every value, and where it is used."""
    table_name = f"{dictionary.CODES}.{name}"
    known = dictionary.tables(view.version)
    if table_name not in known:
        return None
    one = known[table_name]
    names, values = dictionary.code_rows(view.version, table_name)
    titles = {c.name: c.title for c in dictionary.columns(view.version) if c.table == table_name}
    shown = [n for n in ("title", *names) if any(row[n] is not None for row in values)]
    shown = list(dict.fromkeys(shown))
    rows = [[_value(n, row[n]) for n in shown] for row in values[:SHOWN_CODES]]
    used = [c for c in dictionary.source_columns(view.version) if c.codes == name]
    sources = dictionary.sources(view.version)
    where = enumerated(
        link(
            f"{sources[one_.source]['title']}的“{one_.title}”",
            address.entry(view, "source", one_.source),
        )
        for one_ in used
    )
    body = [
        facts(
            ("表名", as_code(table_name)),
            ("说明", prose(one.description)),
            ("填报时用于", where),
            ("用于", _names(view, dictionary.read_by(view.version).get(table_name, ()))),
        ),
        scrolling(html_table([titles.get(n, n) for n in shown], rows, class_="list columns")),
    ]
    return Content(f"代码表 {one.title}：{len(values)}项", body, len(values))


def _value(name: str, value: object) -> Child:
    if value is None:
        return "—"
    if name == "aliases":
        return prose(str(value).replace("|", "、"))
    text = str(value)
    return el("code", text) if name.endswith("code") else prose(text)

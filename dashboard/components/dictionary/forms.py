"""How a column is filled in, and what it is held to: the contracts' side of the dictionary."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard import format
from dashboard.components.dictionary import address
from dashboard.components.dictionary.words import LEVELS, TYPES, code, prose
from dashboard.components.html import Child, Html, el, link, scrolling, table
from dashboard.reading import dictionary
from dashboard.reading.dictionary import Rule, SourceColumn
from dashboard.view import View


def of_column(view: View, name: str) -> Html | None:
    """Where the column is filled in, by source; nothing where it is only computed."""
    own = [one for one in dictionary.source_columns(view.version) if one.name == name]
    if not own:
        return None
    sources = dictionary.sources(view.version)
    head = ["填在哪张表", "表头", "要求", "可填", "示例", "也认得的表头", "说明"]
    rows: list[list[Child]] = [
        [
            link(sources[one.source]["title"], address.entry(view, "source", one.source)),
            *_filled(view, one),
        ]
        for one in own
    ]
    held = [rule for rule in dictionary.rules(view.version) if name in rule.columns]
    return el(
        "div",
        el("h3", "怎么填"),
        scrolling(table(head, rows, class_="list columns")),
        rules(view, held, with_source=True),
    )


def columns(view: View, own: Sequence[SourceColumn]) -> Html:
    """Every column of one source."""
    head = ["表头", "代码", "要求", "可填", "示例", "也认得的表头", "说明"]
    rows: list[list[Child]] = []
    for one in own:
        title, *rest = _filled(view, one)
        rows.append([link(title, address.entry(view, "column", one.name)), code(one.name), *rest])
    return scrolling(table(head, rows, class_="list columns"))


def _filled(view: View, one: SourceColumn) -> list[Child]:
    must = "编号，必填" if one.is_key else "必填" if one.is_required else "可空"
    aliases = "、".join(one.aliases)
    return [one.title, must, _may(view, one), code(one.example), prose(aliases), prose(one.note)]


def _may(view: View, one: SourceColumn) -> Child:
    """What may stand in the cell: a code list, a range with its unit, a pattern."""
    if one.codes:
        titles = dictionary.tables(view.version)
        title = titles[f"{dictionary.CODES}.{one.codes}"].title
        return ["代码表 ", link(title, address.entry(view, "code", one.codes))]
    said = [TYPES.get(one.type.upper(), one.type)]
    if one.minimum is not None and one.maximum is not None:
        said.append(f"{format.plain(one.minimum)}～{format.plain(one.maximum)}")
    elif one.minimum is not None:
        said.append(f"不小于{format.plain(one.minimum)}")
    elif one.maximum is not None:
        said.append(f"不大于{format.plain(one.maximum)}")
    if one.unit:
        said.append(f"单位：{one.unit}")
    if one.format:
        said.append(one.format)
    return prose("；".join(said))


def rules(view: View, held: Sequence[Rule], *, with_source: bool = False) -> Html | None:
    """Rules: what must hold, what is said when it does not, what to do."""
    if not held:
        return None
    sources = dictionary.sources(view.version)
    entry = address.entry(view, "code", "quality_rule")
    rows: list[list[Child]] = [
        [
            [link(one.title, entry), el("span", f" {one.rule}", class_="note")],
            *([sources[one.source]["title"]] if with_source else []),
            prose(one.message),
            prose(one.remedy),
            LEVELS.get(one.level, one.level),
            el("details", el("summary", "条件"), el("code", one.sql)),
        ]
        for one in held
    ]
    head = ["规则", *(["来源"] if with_source else []), "什么问题", "怎么改", "不合时", "应满足"]
    return el(
        "div",
        el("h3", f"规则{len(held)}条"),
        scrolling(table(head, rows, class_="list columns")),
    )

"""Entries that are said in a file of their own: a metric, a source."""

from __future__ import annotations

from dashboard import format, read
from dashboard.components import metric as m
from dashboard.components.dictionary import address, forms
from dashboard.components.dictionary.words import (
    DIRECTIONS,
    code,
    enumerated,
    facts,
    prose,
    statement,
)
from dashboard.components.frame import Content
from dashboard.components.html import Child, el, link
from dashboard.read import Definition
from dashboard.reading import dictionary, quality
from dashboard.view import View


def metric(view: View, name: str) -> Content | None:
    """A metric: what it means, how it is judged, what it is made of, the statement."""
    if name not in dictionary.metric_titles(view.version):
        return None
    one = m.reading(view, name)
    meant = one.definition
    value: Child = "没有数，或不统计到这一级"
    if one.value is not None:
        value = [m.value_figure(one), " ", m.light(one), " ", m.change(one)]
    body = [
        facts(
            ("代码", code(name)),
            (f"{view.area.name}本周", value),
            ("口径", prose(meant.definition)),
            ("单位", meant.unit or "—"),
            ("统计到", read.level_title(view.version, meant.level)),
            ("可见范围", dictionary.tables(view.version)[f"metrics.{name}"].seen_by),
            ("主管单位", meant.owner or "未注明"),
            ("好坏", DIRECTIONS.get(meant.direction, meant.direction)),
            ("目标", _target(meant)),
            ("亮灯", _light(meant)),
            ("汇总", "下级相加" if meant.additive else "不能由下级相加，逐级另算"),
            ("简报用语", prose(meant.phrase)),
            ("来源", _sources(view, meant.sources)),
            ("口径变更", _changes(meant)),
            ("逐行查看", link("由哪些文件、哪些格算出", view.source(name))),
            ("表", link("下级各区划的分子、分母", address.entry(view, "table", f"metrics.{name}"))),
        ),
        statement("取数语句", meant.sql),
    ]
    return Content(f"指标 {meant.title}", body, 1)


def _target(meant: Definition) -> str:
    return "没有" if meant.target is None else str(format.quantity(meant.target, meant.unit))


def _light(meant: Definition) -> str:
    limits = meant.thresholds
    if limits is None:
        return "不亮灯"
    up = "不低于" if meant.direction != "down" else "不高于"
    if limits["basis"] == "plan":
        green, yellow = (format.quantity(limits[n], format.PERCENT) for n in ("green", "yellow"))
        return f"实际对计划{up}{green}为绿，{up}{yellow}为黄，其余为红"
    green, yellow = (format.quantity(limits[n], meant.unit) for n in ("green", "yellow"))
    return f"{up}{green}为绿，{up}{yellow}为黄，其余为红"


def _changes(meant: Definition) -> Child:
    if not meant.changes:
        return "没有变更过"
    return el("ul", *(el("li", f"{one['on']}：", prose(one["text"])) for one in meant.changes))


def _sources(view: View, names: tuple[str, ...]) -> Child:
    titles = read.source_titles(view.version)
    return enumerated(
        link(titles.get(name, name), address.entry(view, "source", name)) for name in names
    )


def source(view: View, name: str) -> Content | None:
    """A source: who sends it and how often, how each column is filled in, the rules."""
    rows = dictionary.sources(view.version)
    if name not in rows:
        return None
    row = rows[name]
    own = [one for one in dictionary.source_columns(view.version) if one.source == name]
    held = [one for one in dictionary.rules(view.version) if one.source == name]
    feed = next(one for one in quality.feeds(view.version) if one.source == name)
    metrics = enumerated(
        (link(title, address.entry(view, "metric", made)) for made, title in feed.metrics),
        none="没有",
    )
    body = [
        facts(
            ("代码", code(name)),
            ("说明", prose(row["description"])),
            ("主管单位", row["owner"]),
            ("周期", row["cadence_title"]),
            ("谁报", "各区(市)" if row["scope"] == "district" else "市"),
            ("用于指标", metrics),
        ),
        el("h3", f"各列{len(own)}个"),
        forms.columns(view, own),
        forms.rules(view, held),
    ]
    return Content(
        f"来源 {row['title']}", body, len(own), "含个人信息的列只核对、不入库，不列在这里"
    )

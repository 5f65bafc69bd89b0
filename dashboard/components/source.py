"""Where a figure comes from: definition and SQL in a dialog, and the source note of the page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dashboard import format, read
from dashboard.components.frame import Content
from dashboard.components.html import Html, el, link
from dashboard.read import Definition
from dashboard.view import View


def button(metric: str, word: str = "查看来源") -> Html:
    """Opens the dialog of `metric`; `word` tells two of them on one tile apart."""
    return el("button", word, type="button", class_="source", data_dialog=f"source-{metric}")


def facts(view: View, meant: Definition) -> Html:
    """What the metric's header says, as terms and descriptions."""
    titles = read.source_titles(view.version)
    said = [
        ("口径", meant.definition),
        ("单位", meant.unit),
        ("统计到", read.level_title(view.version, meant.level)),
        ("主管单位", meant.owner or "未注明"),
        ("数据来源", "、".join(titles.get(s, s) for s in meant.sources) or "未注明"),
        ("口径变更", "；".join(f"{c['on']} {c['text']}" for c in meant.changes) or "无"),
        ("指标代码", el("code", meant.metric)),
    ]
    return el("dl", *([el("dt", name), el("dd", text)] for name, text in said))


def statement(sql: str) -> Html:
    """An SQL text that can be scrolled."""
    return el("pre", el("code", sql.strip()), class_="scroll", tabindex="0")


def dialog(view: View, metric: str) -> Html:
    """Definition, parts, sources, changes and SQL of a metric; closed until asked for."""
    meant = read.definition(view.version, metric)
    to = link("逐行查看：哪份文件、哪张表、哪个格", view.source(metric), class_="to-rows")
    return el(
        "dialog",
        el("h3", meant.title),
        el("p", to),
        facts(view, meant),
        el("details", el("summary", "取数语句（SQL）"), statement(meant.sql)),
        el("button", "关闭", type="button", data_close=True),
        id=f"source-{metric}",
        aria_label=f"{meant.title}的来源",
    )


def note(view: View, metrics: Iterable[str]) -> Content:
    """The page's foot: data as-of, version, build time, and the dialogs of the page's metrics."""
    named = tuple(dict.fromkeys(metrics))
    lines = [
        f"数据截至{format.day(view.data_as_of)}，本页为{format.week(view.as_of)}。",
        f"数据版本 {view.version}，建成于{format.timestamp(view.built_at)}。",
        "缺报的区(市)沿用上期数据并注明。",
    ]
    if named:
        lines[-1] = f"各指标口径见卡片标题提示，取数语句见“查看来源”；{lines[-1]}"
    if view.is_demo:
        lines.insert(0, format.DEMO)
    if (edition := read.edition_title(view.version)) is not None:
        lines.append(f"{edition}不含的，请向本局数据管理人员申请。")
    body = el("p", *(el("span", line) for line in lines), class_="source-note")
    return Content("数据说明", [body, *_dialogs(view, named)], rows=1)


def _dialogs(view: View, metrics: Iterable[str]) -> Iterator[Html]:
    """Of the metrics that the edition holds; the tile of any other says that it is not there."""
    for metric in metrics:
        try:
            yield dialog(view, metric)
        except read.NotInEdition:
            continue

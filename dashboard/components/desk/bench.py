"""The bench itself: tables at one side, editor, what it says, and the result below."""

from __future__ import annotations

from typing import Any

from dashboard import assets
from dashboard.components.html import Html, el
from dashboard.desk.own import TITLE_CHARACTERS
from dashboard.reading import desk, guide
from dashboard.view import View
from warehouse.sandbox.limits import Limits

KEY, OPENS = "desk", "puchaDesk"
QUERY = "query"
"""The name in the address of the number of a kept query: `sql?query=…` opens it."""
SCRIPT = assets.address_of(assets.DESK)
START = "-- 各区(市)最新一周的隐患点治理率"  # what the guide's first example finds
FORMS = (("xlsx", "下载工作簿"), ("csv", "下载 CSV"), ("parquet", "下载 Parquet"))


def data(view: View) -> dict[str, Any]:
    """What the browser's part is given: the markup, the version, the frame's area and week."""
    return {
        "html": str(_markup(view.version)),
        "version": view.version,
        "area": view.area.code,
        "asof": view.as_of.isoformat(),
        "query": view.choices.get(QUERY),
    }


def _markup(version: str) -> Html:
    return el(
        "div", _tables(version), el("div", _work(), _result(), class_="work"), class_="pucha bench"
    )


def _tables(version: str) -> Html:
    box = el(
        "input",
        type="search",
        id="desk-find",
        placeholder="找表、列、指标",
        autocomplete="off",
        aria_label="找表、列、指标：中文名或代码",
    )
    team = [
        el(
            "li",
            el("button", one.title, type="button", class_="plain", data_saved=one.sql),
            el("span", one.description, class_="note"),
        )
        for one in desk.saved_for(version)
    ]
    return el(
        "aside",
        el("details", el("summary", "常用查询"), el("ul", *team), class_="saved"),
        el("details", el("summary", "我的查询"), el("ul", data_desk="own"), class_="saved"),
        el("details", el("summary", "最近运行"), el("ul", data_desk="history"), class_="saved"),
        el("h3", "表和指标"),
        box,
        el("div", data_desk="list", class_="list", tabindex="0", aria_label="表和指标的清单"),
        data_desk="tables",
        class_="tables",
        aria_label="表、指标和存下的查询",
    )


def _work() -> Html:
    editor = el(
        "div",
        data_desk="editor",
        data_text=f"{START}\n{guide.examples()[0].sql}",
        data_label="查询语句",
        data_placeholder="写一条查询，Ctrl+Enter 运行；选中一段则只运行这一段",
        class_="editor",
    )
    acts = el(
        "div",
        el("button", "运行", type="button", class_="run", data_desk="run"),
        el("button", "取消", type="button", data_desk="cancel", disabled=True),
        el("button", "看计划", type="button", data_desk="plan"),
        el("button", "排版", type="button", data_desk="format"),
        el("button", "保存", type="button", data_desk="save", aria_expanded="false"),
        el("label", "最多", _bounds()),
        el("span", role="status", class_="told", data_desk="told"),
        class_="acts",
    )
    error = el(
        "div",
        el("pre", data_desk="error-text"),
        el("button", "改成半角并运行", type="button", data_desk="repair", hidden=True),
        el("span", data_desk="meant", class_="meant"),
        class_="error",
        role="alert",
        data_desk="error",
        hidden=True,
    )
    plan = el("div", class_="plan", data_desk="steps", hidden=True)
    opened = el("p", class_="note", data_desk="opened", hidden=True)
    return el("div", opened, editor, acts, _saving(), error, plan)


def _bounds() -> Html:
    """How many rows a result may have: as many as usual, more, the most."""
    limits = Limits()
    offered = (limits.rows, 10 * limits.rows, limits.most_rows)
    options = (el("option", f"{rows:,} 行", value=rows) for rows in offered)
    return el("select", *options, data_desk="rows")


def _saving() -> Html:
    """The little form that keeps what stands in the editor."""
    name = el(
        "input",
        type="text",
        data_desk="title",
        maxlength=TITLE_CHARACTERS,
        placeholder="名称，如：本周逾期清单",
        aria_label="名称",
        autocomplete="off",
    )
    return el(
        "form",
        name,
        el("button", "存为新的", type="submit", data_desk="keep"),
        el("button", "更新这一条", type="button", data_desk="update", hidden=True),
        class_="acts saving",
        data_desk="saving",
        hidden=True,
    )


def _result() -> Html:
    titled = el(
        "label",
        el("input", type="checkbox", checked=True, data_desk="titled"),
        "列用中文名",
    )
    links = [el("a", said, data_download=form, download=True, hidden=True) for form, said in FORMS]
    copy = el("button", "复制为 Markdown", type="button", data_desk="copy", hidden=True)
    drawn = el(
        "button",
        "画图",
        type="button",
        data_desk="chart",
        hidden=True,
        aria_expanded="false",
    )
    chosen = (
        el("label", said, el("select", data_axis=axis), hidden=True)
        for axis, said in (("kind", "图形"), ("x", "横"), ("y", "数"), ("by", "分组"))
    )
    figure = el(
        "div",
        el("div", *chosen, class_="acts"),
        el("div", data_desk="figure"),
        class_="charted",
        data_desk="charted",
        hidden=True,
    )
    table = el(
        "div",
        el("div", data_desk="above"),
        el("table", el("thead"), el("tbody")),
        el("div", data_desk="below"),
        class_="grid",
        data_desk="grid",
        tabindex="0",
        role="region",
        aria_label="查询结果",
        hidden=True,
    )
    acts = el("div", titled, drawn, *links, copy, class_="acts")
    return el("div", acts, figure, table, class_="result", data_desk="result", hidden=True)

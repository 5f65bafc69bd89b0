"""The bench itself: tables at one side, editor, what it says, and the result below."""

from __future__ import annotations

from typing import Any

from dashboard import assets
from dashboard.components.html import Html, el
from dashboard.reading import desk
from dashboard.view import View

KEY, OPENS = "desk", "puchaDesk"
SCRIPT = assets.address_of(assets.DESK)
START = """\
-- 各区(市)最新一周的隐患点治理率
select
    area.area_name,
    value.numerator,
    value.denominator,
    value.value
from metrics.value
inner join staging.area on value.area_code = area.area_code
where
    value.metric = 'geohazard_treatment_rate'
    and area.area_level = 'district'
    and value.as_of = $asof
order by area.sort_key
"""
FORMS = (("xlsx", "下载工作簿"), ("csv", "下载 CSV"), ("parquet", "下载 Parquet"))


def data(view: View) -> dict[str, Any]:
    """What the browser's part is given: the markup, the version, the frame's area and week."""
    return {
        "html": str(_markup()),
        "version": view.version,
        "area": view.area.code,
        "asof": view.as_of.isoformat(),
    }


def _markup() -> Html:
    return el("div", _tables(), el("div", _work(), _result(), class_="work"), class_="pucha bench")


def _tables() -> Html:
    box = el(
        "input",
        type="search",
        id="desk-find",
        placeholder="找表、列：中文名或代码",
        autocomplete="off",
        aria_label="找表、列",
    )
    team = [
        el(
            "li",
            el("button", one.title, type="button", class_="plain", data_saved=one.sql),
            el("span", one.description, class_="note"),
        )
        for one in desk.saved()
    ]
    return el(
        "aside",
        el("details", el("summary", "常用查询"), el("ul", *team), class_="saved"),
        el("h3", "表"),
        box,
        el("div", data_desk="list", class_="list", tabindex="0", aria_label="表的清单"),
        data_desk="tables",
        class_="tables",
        aria_label="表和常用查询",
    )


def _work() -> Html:
    editor = el(
        "div",
        data_desk="editor",
        data_text=START,
        data_label="查询语句",
        data_placeholder="写一条查询，Ctrl+Enter 运行；选中一段则只运行这一段",
        class_="editor",
    )
    acts = el(
        "div",
        el("button", "运行", type="button", class_="run", data_desk="run"),
        el("button", "取消", type="button", data_desk="cancel", disabled=True),
        el("span", role="status", class_="told", data_desk="told"),
        class_="acts",
    )
    error = el(
        "div",
        el("pre", data_desk="error-text"),
        el("button", "改成半角并运行", type="button", data_desk="repair", hidden=True),
        class_="error",
        role="alert",
        data_desk="error",
        hidden=True,
    )
    return el("div", editor, acts, error)


def _result() -> Html:
    titled = el(
        "label",
        el("input", type="checkbox", checked=True, data_desk="titled"),
        "列用中文名",
    )
    links = [el("a", said, data_download=form, download=True, hidden=True) for form, said in FORMS]
    copy = el("button", "复制为 Markdown", type="button", data_desk="copy", hidden=True)
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
    return el("div", el("div", titled, *links, copy, class_="acts"), table, class_="result")

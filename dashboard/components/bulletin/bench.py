"""The bench of 简报: what is to be made, how far it is, and what has been made."""

from __future__ import annotations

from typing import Any

from dashboard import assets
from dashboard.components.html import Html, el
from dashboard.view import View

KEY, OPENS = "bulletin", "puchaBulletin"
SCRIPT = assets.address_of(assets.BULLETIN)
DOWNLOADS = (
    ("document", "简报.docx"),
    ("pdf", "简报.pdf"),
    ("workbook", "数据附表.xlsx"),
    ("manifest", "manifest.json"),
    ("all", "全部（zip）"),
)
"""What may be fetched of a finished one: its name in the address, what the link says."""


def data(view: View) -> dict[str, Any]:
    """What the browser's part is given: the markup, the week, what may be fetched."""
    downloads = [list(one) for one in DOWNLOADS]
    return {"html": str(_markup()), "asof": view.as_of.isoformat(), "downloads": downloads}


def _markup() -> Html:
    return el("div", _asking(), _made(), class_="pucha bench printing")


def _asking() -> Html:
    number = el(
        "input",
        type="number",
        min=1,
        step=1,
        inputmode="numeric",
        placeholder="不编",
        data_bulletin="issue",
    )
    acts = el(
        "div",
        el("strong", data_bulletin="week"),
        el("label", "版别", el("select", data_bulletin="role")),
        el("label", "期号", number),
        el("button", "生成", type="button", class_="run", data_bulletin="run", disabled=True),
        el("button", "取消", type="button", data_bulletin="stop", hidden=True),
        class_="acts",
    )
    note = el("p", class_="note", data_bulletin="note")
    return el("div", acts, note, _progress(), class_="ask")


def _progress() -> Html:
    running = el(
        "div",
        el("p", role="status", data_bulletin="told", class_="told"),
        el("progress", data_bulletin="bar", aria_label="进度"),
        el("ol", data_bulletin="stages", class_="course"),
        data_bulletin="running",
        class_="running",
        hidden=True,
    )
    fine = el("p", role="status", class_="fine", data_bulletin="fine", hidden=True)
    error = el("p", class_="error", role="alert", data_bulletin="error", hidden=True)
    return el("div", running, fine, error)


def _made() -> Html:
    return el(
        "div",
        el("h3", "已生成"),
        el("p", "正在读取……", class_="note", data_bulletin="none"),
        el("ul", data_bulletin="list", class_="finished"),
        class_="made",
    )

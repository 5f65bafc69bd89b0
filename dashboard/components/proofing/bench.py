"""The bench of 核数: where a draft is put in, and where it comes back."""

from __future__ import annotations

from typing import Any

from dashboard import assets
from dashboard.components.html import Html, el
from dashboard.components.proofing.marks import MARKS
from dashboard.view import View

KEY, OPENS = "proof", "puchaProof"
SCRIPT = assets.address_of(assets.PROOF)
ENDINGS = ".docx,.txt,.md"


def data(view: View) -> dict[str, Any]:
    """What the browser's part is given: the markup, the week, how verdicts are marked."""
    marks = [[verdict, mark.sign, mark.tone] for verdict, mark in MARKS.items()]
    return {"html": str(_markup()), "asof": view.as_of.isoformat(), "marks": marks}


def _markup() -> Html:
    return el("div", _asking(), _found(), class_="pucha bench proofing")


def _asking() -> Html:
    text = el(
        "textarea",
        data_proof="text",
        rows=10,
        placeholder="把稿件的文字粘贴在这里，Ctrl+Enter 核对；或者选一个文件",
        aria_label="稿件的文字",
        spellcheck="false",
    )
    file = el(
        "label",
        "选一个文件（.docx、.txt、.md）",
        # what a browser itself writes beside it is in the browser's language
        el("input", type="file", accept=ENDINGS, data_proof="file", class_="unseen"),
        class_="file",
    )
    acts = el(
        "div",
        el("button", "核对", type="button", class_="run", data_proof="run"),
        file,
        el("span", role="status", class_="told", data_proof="told"),
        class_="acts",
    )
    error = el("p", class_="error", role="alert", data_proof="error", hidden=True)
    return el("div", text, acts, error, class_="ask")


def _found() -> Html:
    copy = el("a", "下载带批注的副本", download=True, data_proof="copy", hidden=True)
    head = el("div", el("div", data_proof="counts", class_="counts"), copy, class_="acts")
    draft = el(
        "div",
        data_proof="draft",
        class_="draft",
        tabindex="0",
        role="region",
        aria_label="标了记号的稿件",
    )
    listed = el("ol", data_proof="list", class_="figures")
    return el(
        "div", head, el("div", draft, listed, class_="beside"), data_proof="found", hidden=True
    )

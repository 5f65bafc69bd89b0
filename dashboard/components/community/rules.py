"""How the page reckons: what is trial, the choice of parts, and the marts' own words behind it."""

from __future__ import annotations

from dashboard.components.community import common
from dashboard.components.frame import Content
from dashboard.components.html import el
from dashboard.reading import community
from dashboard.view import View


def note(view: View, tables: tuple[str, ...]) -> Content:
    """One button a mart, and the dialogs that all buttons of the page open."""
    buttons = [
        el("li", common.rule_button(table, community.model(view.version, table).title))
        for table in tables
    ]
    body = [
        el("p", "短板位次和韧性得分都是试算，规则公开，不是考核结果。", class_="source-note"),
        el("ul", *buttons, class_="rules"),
        *common.rule_dialogs(view, tables),
    ]
    return Content("计算规则", body, len(tables))

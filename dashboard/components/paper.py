"""What every sheet of a printed page carries at its foot: mark, area, week, data, version."""

from __future__ import annotations

import re

from dashboard import format, read
from dashboard.components.html import Html
from dashboard.view import View

_UNSAFE = re.compile(r"[^\w\s，。：；、（）()—·-]")  # what could end a string of a style sheet


def foot(view: View) -> Html:
    """A style element: the foot stands in the margin of each sheet, where no tile can cover it."""
    facts = [
        view.area.name,
        format.week(view.as_of),
        f"数据截至{format.day(view.data_as_of)}",
        f"版本 {view.version}",
    ]
    if (edition := read.edition_title(view.version)) is not None:
        facts.insert(0, edition)
    if view.is_demo:
        facts.insert(0, format.DEMO)
    said = _UNSAFE.sub("", "　".join(facts))
    font = "font: 7pt var(--font); color: #444;"
    return Html(
        f'<style>@page {{ @bottom-left {{ content: "{said}"; {font} white-space: nowrap; }}'
        f' @bottom-right {{ content: counter(page) "／" counter(pages); {font} }} }}</style>'
    )

"""What every sheet of a printed page carries at its foot: mark, area, week, data, version."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from dashboard import format, read
from dashboard.components.html import Html
from dashboard.view import View

_UNSAFE = re.compile(r"[^\w\s，。：；、（）()—·-]")  # what could end a string of a style sheet


@dataclass(frozen=True)
class Sheet:
    """A width at which pages are exported as pictures, in CSS pixels."""

    name: str
    width: int


NOT_PRINTED = frozenset({"source"})  # tiles that 05-print.css leaves out: the foot says the same
_MM = 96 / 25.4  # CSS pixels
WIDE = Sheet("1440", 1440)
TEXT = Sheet("a4", round((210 - 2 * 10) * _MM))  # A4 within the margins that 05-print.css sets


def facts(view: View, title: str | None = None, choices: Iterable[str] = ()) -> list[str]:
    """What marks a sheet: mark, edition, title, area, week, choices, as-of, version."""
    edition = read.edition_title(view.version)
    every = [
        format.DEMO if view.is_demo else None,
        edition,
        title,
        view.area.name,
        format.week(view.as_of),
        *choices,
        f"库内数据截至{format.day(view.data_as_of)}",
        f"版本 {view.version}",
    ]
    return [one for one in every if one]


def foot(view: View) -> Html:
    """A style element: the foot stands in the margin of each sheet, where no tile can cover it."""
    said = _UNSAFE.sub("", "　".join(facts(view)))
    font = "font: 7pt var(--font); color: #444;"
    return Html(
        f'<style>@page {{ @bottom-left {{ content: "{said}"; {font} white-space: nowrap; }}'
        f' @bottom-right {{ content: counter(page) "／" counter(pages); {font} }} }}</style>'
    )

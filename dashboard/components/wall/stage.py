"""What stands around a scene on the wall screen: title, area, clock, as-of, version, round, notes.

The clock and the line that says since when nothing could be read are filled in by static/wall.js:
they must go on while the server does not answer.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dashboard import format, read
from dashboard.components.html import Child, Html, el
from dashboard.view import View

DOTS = 20  # more scenes than that are counted, not drawn


@dataclass(frozen=True)
class Place:
    """Which scene of the round is shown, counted from 1."""

    number: int
    of: int


def stage(view: View, title: str, place: Place, notes: Iterable[str], body: Child) -> Html:
    """One whole screen."""
    top = el(
        "header",
        el("div", el("h1", title, el("span", view.area.name)), _facts(view)),
        _round(place),
        _clock(),
    )
    foot = el("footer", el("p", data_wall_trouble=True, role="status"), el("p", "".join(notes)))
    return el("div", top, el("main", body), foot, class_="stage")


def waiting(name: str) -> Html:
    """The screen before anything could be read: it says that it waits, and goes on by itself."""
    top = el("header", el("div", el("h1", name)), _clock())
    body = el("div", el("p", "正在等待数据"), el("p", data_wall_trouble=True), class_="waiting")
    return el("div", top, el("main", body), el("footer"), class_="stage")


def _facts(view: View) -> Html:
    edition = read.edition_title(view.version)
    facts: list[Child] = [
        el("span", format.week(view.as_of)),
        el("span", f"数据截至{format.day(view.data_as_of)}"),
        el("span", "版本 ", el("code", short_version(view.version))),
        el("span", edition, class_="edition") if edition else None,
        el("span", format.DEMO, class_="demo") if view.is_demo else None,
    ]
    return el("p", *facts, class_="facts")


def short_version(version: str) -> str:
    """The part of a version's name that tells it from others of the same day."""
    return version.rpartition("-")[2]


def _round(place: Place) -> Html:
    dots = [
        el("i", class_="on" if n == place.number else None) for n in range(1, place.of + 1)
    ]  # fmt: skip
    drawn = el("span", *dots, aria_hidden="true") if 1 < place.of <= DOTS else None
    return el("div", el("p", f"第 {place.number}/{place.of} 屏"), drawn, class_="round")


def _clock() -> Html:
    return el(
        "div",
        el("time", data_wall_clock="time"),
        el("p", data_wall_clock="date"),
        class_="clock",
    )

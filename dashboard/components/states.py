"""The whole page's state when there is nothing to draw at all."""

from __future__ import annotations

from dashboard.components.frame import show
from dashboard.components.html import el


def without_path(problem: Exception) -> str:
    """The error's own words behind the file it names; empty when a path is left in them."""
    said = str(problem).partition("：")[2]
    return "" if "/" in said or "\\" in said else said


def stopped(title: str, text: str) -> None:
    """Says what is wrong and what to do, in the words of the error."""
    lines = [el("p", line) for line in text.splitlines() if line.strip()]
    show("stopped", el("main", el("h1", title), *lines, class_="stopped", role="alert"))

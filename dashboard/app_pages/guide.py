"""SQL 指南: how the tables hang together and how to ask them, on one page."""

from __future__ import annotations

from dashboard import who
from dashboard.components import source
from dashboard.components.frame import Frame
from dashboard.components.guide import asking, star


def render(frame: Frame) -> None:
    """Draws the page into `frame`."""
    frame.board(frame.tile("rules", asking.rules, who.looker().is_administrator))
    frame.board(frame.tile("star", star.drawn))
    frame.board(frame.tile("examples", asking.examples))
    frame.board(
        frame.tile("limits", asking.limits),
        frame.tile("elsewhere", asking.elsewhere),
        layout="wide-narrow lists",
    )
    frame.board(frame.tile("source", source.note, ()), layout="bare")
